package io.djong.api.quota;

import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Pods and what they ask for. A pod that has ended only counts as an object.
record PodUsage() implements Evaluator {

    private static final Set<String> NAMES =
            Set.of(
                    "pods",
                    "count/pods",
                    "cpu",
                    "memory",
                    "ephemeral-storage",
                    "requests.cpu",
                    "requests.memory",
                    "requests.ephemeral-storage",
                    "limits.cpu",
                    "limits.memory",
                    "limits.ephemeral-storage");

    /// Each container has to say these when a quota counts them; upstream calls that a mistake and keeps it.
    private static final Set<String> REQUIRED =
            Set.of(
                    "cpu",
                    "memory",
                    "requests.cpu",
                    "requests.memory",
                    "limits.cpu",
                    "limits.memory");

    private static final Set<String> COMPUTE = Set.of("cpu", "memory", "ephemeral-storage");

    @Override
    public boolean changesOnUpdate() {
        return false;
    }

    @Override
    public Usage usage(Fields object) {
        Map<String, Quantity> usage = new TreeMap<>();
        usage.put("count/pods", ObjectCount.ONE);
        String phase = object.fields("status").string("phase");
        if (!phase.equals("Failed") && !phase.equals("Succeeded")) {
            Fields spec = object.fields("spec");
            usage.putAll(
                    named(
                            PodResources.requestsWithOverhead(spec),
                            PodResources.limitsWithOverhead(spec)));
            usage.put("pods", ObjectCount.ONE);
        }
        return new Usage(usage);
    }

    /// Under the names that quotas use.
    private static Map<String, Quantity> named(
            Map<String, Quantity> requests, Map<String, Quantity> limits) {
        Map<String, Quantity> named = new TreeMap<>();
        requests.forEach((name, amount) -> {
            boolean isExtended = name.contains("/") && !name.contains("kubernetes.io/");
            if (COMPUTE.contains(name) || name.startsWith("hugepages-")) {
                named.put(name, amount);
                named.put("requests." + name, amount);
            } else if (isExtended) {
                named.put("requests." + name, amount);
            }
        });
        limits.forEach((name, amount) -> {
            if (COMPUTE.contains(name)) {
                named.put("limits." + name, amount);
            }
        });
        return named;
    }

    @Override
    public Set<String> matching(Set<String> names) {
        Set<String> matching = new TreeSet<>(names);
        matching.removeIf(name -> !NAMES.contains(name) && !isPodPrefix(name));
        return matching;
    }

    private static boolean isPodPrefix(String name) {
        return name.startsWith("hugepages-")
                || name.startsWith("requests.hugepages-")
                || (name.startsWith("requests.") && name.contains("/"));
    }

    @Override
    public Optional<String> missing(Set<String> names, Fields object) {
        Set<String> required = new TreeSet<>(names);
        required.retainAll(REQUIRED);
        Map<String, Set<String>> missing = new TreeMap<>();
        for (Fields container : containers(object.fields("spec"))) {
            Fields resources = container.fields("resources");
            Set<String> said =
                    named(
                                    PodResources.quantities(resources.fields("requests")),
                                    PodResources.quantities(resources.fields("limits")))
                            .keySet();
            for (String name : required) {
                if (!said.contains(name)) {
                    missing.computeIfAbsent(name, _ -> new TreeSet<>())
                            .add(container.string("name"));
                }
            }
        }
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        missing.entrySet().stream()
                                .map(entry ->
                                        entry.getKey()
                                                + " for: "
                                                + String.join(",", entry.getValue()))
                                .collect(Collectors.joining("; ", "must specify ", "")));
    }

    private static List<Fields> containers(Fields spec) {
        List<Fields> containers = new ArrayList<>();
        for (String list : List.of("containers", "initContainers")) {
            for (@Nullable Object item : spec.list(list)) {
                if (item instanceof Fields container) {
                    containers.add(container);
                }
            }
        }
        return containers;
    }

    @Override
    public boolean isIn(Fields scope, Fields object) {
        Fields spec = object.fields("spec");
        return switch (scope.string("scopeName")) {
            case "Terminating" -> isTerminating(spec);
            case "NotTerminating" -> !isTerminating(spec);
            case "BestEffort" -> isBestEffort(spec);
            case "NotBestEffort" -> !isBestEffort(spec);
            case "PriorityClass" -> isOfClass(scope, spec.string("priorityClassName"));
            case "CrossNamespacePodAffinity" -> looksAcrossNamespaces(spec.fields("affinity"));
            default -> false;
        };
    }

    private static boolean isTerminating(Fields spec) {
        return spec.value("activeDeadlineSeconds") instanceof Number seconds
                && seconds.longValue() >= 0;
    }

    private static boolean isBestEffort(Fields spec) {
        List<Fields> askers = containers(spec);
        askers.add(spec);
        for (Fields asker : askers) {
            for (String kind : List.of("requests", "limits")) {
                Map<String, Quantity> amounts =
                        PodResources.quantities(asker.fields("resources").fields(kind));
                for (String name : List.of("cpu", "memory")) {
                    if (amounts.getOrDefault(name, Quantity.ZERO).signum() > 0) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static boolean isOfClass(Fields scope, String className) {
        List<@Nullable Object> values = scope.list("values");
        return switch (scope.string("operator")) {
            case "In" -> values.contains(className);
            case "NotIn" -> !values.contains(className);
            case "DoesNotExist" -> className.isEmpty();
            default -> !className.isEmpty();
        };
    }

    private static boolean looksAcrossNamespaces(Fields affinity) {
        for (String kind : List.of("podAffinity", "podAntiAffinity")) {
            Fields rules = affinity.fields(kind);
            for (@Nullable Object term :
                    rules.list("requiredDuringSchedulingIgnoredDuringExecution")) {
                if (term instanceof Fields one && namesNamespaces(one)) {
                    return true;
                }
            }
            for (@Nullable Object term :
                    rules.list("preferredDuringSchedulingIgnoredDuringExecution")) {
                if (term instanceof Fields one && namesNamespaces(one.fields("podAffinityTerm"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean namesNamespaces(Fields term) {
        return !term.list("namespaces").isEmpty() || term.value("namespaceSelector") != null;
    }
}
