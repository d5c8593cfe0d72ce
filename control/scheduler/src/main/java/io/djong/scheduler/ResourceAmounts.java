package io.djong.scheduler;

import io.djong.meta.Quantity;
import java.util.HashMap;
import java.util.Map;

/// Amounts of resources as plain numbers: CPU in thousandths, the rest in units. Mutable, confined to the scheduling thread.
public final class ResourceAmounts {

    /// What a container without requests counts as when nodes are compared; never when it is asked whether it fits.
    static final long DEFAULT_MILLI_CPU = 100;

    /// 200 MB, as upstream counts it.
    static final long DEFAULT_MEMORY = 200L * 1024 * 1024;

    long milliCpu;
    long memory;
    long ephemeralStorage;
    final Map<String, Long> others = new HashMap<>(2);

    static ResourceAmounts of(Map<String, Quantity> quantities) {
        ResourceAmounts amounts = new ResourceAmounts();
        quantities.forEach(amounts::set);
        return amounts;
    }

    private void set(String resource, Quantity quantity) {
        switch (resource) {
            case "cpu" -> milliCpu = quantity.milliValue();
            case "memory" -> memory = quantity.value();
            case "ephemeral-storage" -> ephemeralStorage = quantity.value();
            default -> others.put(resource, quantity.value());
        }
    }

    ResourceAmounts copy() {
        ResourceAmounts copy = new ResourceAmounts();
        copy.add(this);
        return copy;
    }

    void add(ResourceAmounts more) {
        milliCpu += more.milliCpu;
        memory += more.memory;
        ephemeralStorage += more.ephemeralStorage;
        more.others.forEach((resource, amount) -> others.merge(resource, amount, Long::sum));
    }

    void subtract(ResourceAmounts less) {
        milliCpu -= less.milliCpu;
        memory -= less.memory;
        ephemeralStorage -= less.ephemeralStorage;
        less.others.forEach((resource, amount) -> others.merge(resource, -amount, Long::sum));
    }

    /// Each amount at least as large as in `other`.
    void raiseTo(ResourceAmounts other) {
        milliCpu = Math.max(milliCpu, other.milliCpu);
        memory = Math.max(memory, other.memory);
        ephemeralStorage = Math.max(ephemeralStorage, other.ephemeralStorage);
        other.others.forEach((resource, amount) -> others.merge(resource, amount, Long::max));
    }

    public long milliCpu() {
        return milliCpu;
    }

    public long memory() {
        return memory;
    }

    public long ephemeralStorage() {
        return ephemeralStorage;
    }

    /// Extended resources, huge pages and the like.
    public Map<String, Long> others() {
        return others;
    }
}
