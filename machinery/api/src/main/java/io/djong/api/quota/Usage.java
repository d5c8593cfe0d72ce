package io.djong.api.quota;

import io.djong.meta.Quantity;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Amounts by resource name, as quotas count them.
public record Usage(Map<String, Quantity> amounts) {

    public static final Usage NOTHING = new Usage(Map.of());

    public Usage {
        amounts = java.util.Collections.unmodifiableMap(new TreeMap<>(amounts));
    }

    public boolean isNothing() {
        return amounts.isEmpty();
    }

    /// Only the amounts of these names.
    public Usage only(Set<String> names) {
        Map<String, Quantity> kept = new TreeMap<>(amounts);
        kept.keySet().retainAll(names);
        return new Usage(kept);
    }

    public Usage plus(Usage other) {
        Map<String, Quantity> sum = new TreeMap<>(amounts);
        other.amounts.forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
        return new Usage(sum);
    }

    /// What this uses more than `before`; what it uses less is nobody's gain until the object is written.
    public Usage beyond(Usage before) {
        Map<String, Quantity> more = new TreeMap<>();
        amounts.forEach((name, amount) -> {
            Quantity rest = amount.minus(before.amounts.getOrDefault(name, Quantity.ZERO));
            more.put(name, rest.signum() < 0 ? Quantity.ZERO : rest);
        });
        return new Usage(more);
    }

    public Usage withoutZeros() {
        Map<String, Quantity> kept = new TreeMap<>(amounts);
        kept.values().removeIf(Quantity::isZero);
        return new Usage(kept);
    }

    /// The names of which this is more than `hard` has.
    public Set<String> exceeding(Usage hard) {
        Map<String, Quantity> over = new TreeMap<>(amounts);
        over.entrySet()
                .removeIf(entry -> {
                    Quantity limit = hard.amounts.get(entry.getKey());
                    return limit == null || entry.getValue().compareTo(limit) <= 0;
                });
        return over.keySet();
    }

    /// `cpu=1,pods=2`.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        amounts.forEach((name, amount) ->
                text.append(text.isEmpty() ? "" : ",").append(name).append('=').append(amount));
        return text.toString();
    }
}
