package io.djong.api.quota;

import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Adds up what the containers of a pod ask for.
///
/// Sidecars run all the time; of the other init containers only one runs at once.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/#resource-sharing-within-containers Resource sharing within containers
public final class PodResources {

    private static final String REQUESTS = "requests";
    private static final String LIMITS = "limits";

    private PodResources() {}

    public static Map<String, Quantity> requests(Fields spec) {
        return total(spec, REQUESTS);
    }

    public static Map<String, Quantity> limits(Fields spec) {
        return total(spec, LIMITS);
    }

    /// Including what the runtime class costs.
    public static Map<String, Quantity> requestsWithOverhead(Fields spec) {
        Map<String, Quantity> sum = requests(spec);
        add(sum, quantities(spec.fields("overhead")));
        return sum;
    }

    /// Including what the runtime class costs, where there is a limit at all.
    public static Map<String, Quantity> limitsWithOverhead(Fields spec) {
        Map<String, Quantity> sum = limits(spec);
        quantities(spec.fields("overhead"))
                .forEach(
                        (name, amount) -> sum.computeIfPresent(name, (_, old) -> old.plus(amount)));
        return sum;
    }

    /// A resource list as quantities, by name.
    public static Map<String, Quantity> quantities(Fields list) {
        Map<String, Quantity> quantities = new TreeMap<>();
        list.forEach(
                (name, amount) -> quantities.put(name, Quantity.parse(String.valueOf(amount))));
        return quantities;
    }

    private static Map<String, Quantity> total(Fields spec, String kind) {
        Map<String, Quantity> sum = new TreeMap<>();
        for (Fields container : objects(spec, "containers")) {
            add(sum, of(container, kind));
        }
        Map<String, Quantity> sidecars = new TreeMap<>();
        Map<String, Quantity> peak = new TreeMap<>();
        for (Fields container : objects(spec, "initContainers")) {
            Map<String, Quantity> own = new TreeMap<>(of(container, kind));
            if (container.string("restartPolicy").equals("Always")) {
                add(sum, own);
                add(sidecars, own);
                raise(peak, sidecars);
            } else {
                add(own, sidecars);
                raise(peak, own);
            }
        }
        raise(sum, peak);
        // What is set for the whole pod takes the place of the sum.
        sum.putAll(of(spec, kind));
        return sum;
    }

    private static List<Fields> objects(Fields fields, String list) {
        List<Fields> objects = new ArrayList<>();
        for (@Nullable Object item : fields.list(list)) {
            if (item instanceof Fields one) {
                objects.add(one);
            }
        }
        return objects;
    }

    private static Map<String, Quantity> of(Fields container, String kind) {
        return quantities(container.fields("resources").fields(kind));
    }

    private static void add(Map<String, Quantity> sum, Map<String, Quantity> more) {
        more.forEach((name, amount) -> sum.merge(name, amount, Quantity::plus));
    }

    private static void raise(Map<String, Quantity> sum, Map<String, Quantity> floor) {
        floor.forEach((name, amount) -> sum.merge(name, amount, Quantity::max));
    }
}
