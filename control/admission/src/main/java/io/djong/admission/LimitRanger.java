package io.djong.admission;

import io.djong.api.core.v1.LimitRange;
import io.djong.api.core.v1.LimitRangeItem;
import io.djong.api.quota.PodResources;
import io.djong.client.Lookup;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Fills in a namespace's default requests and limits, and keeps pods and claims within its bounds.
///
/// @spec https://kubernetes.io/docs/concepts/policy/limit-range/ Limit Ranges
public final class LimitRanger implements AdmissionPlugin {

    private static final String ANNOTATION = "kubernetes.io/limit-ranger";

    private final Lookup<LimitRange> ranges;

    public LimitRanger(Lookup<LimitRange> ranges) {
        this.ranges = ranges;
    }

    @Override
    public Fields mutate(Review review) {
        if (!(review instanceof Review.Create) || !review.isOf("", "pods")) {
            return review.object();
        }
        Fields pod = review.object();
        for (LimitRange range : ranges.list(review.call().namespace())) {
            pod = setDefaults(pod, range);
        }
        return pod;
    }

    private static Fields setDefaults(Fields pod, LimitRange range) {
        Map<String, Object> requests = new TreeMap<>();
        Map<String, Object> limits = new TreeMap<>();
        for (LimitRangeItem limit : range.spec().limits()) {
            if (limit.type().equals("Container")) {
                putAll(requests, limit.fields().fields("defaultRequest"));
                putAll(limits, limit.fields().fields("default"));
            }
        }
        List<String> notes = new ArrayList<>();
        Fields spec = PodTrees.spec(pod);
        Fields changed =
                PodTrees.mapObjects(
                        spec, "containers", one -> fill(one, "container", requests, limits, notes));
        changed =
                PodTrees.mapObjects(
                        changed,
                        "initContainers",
                        one -> fill(one, "init container", requests, limits, notes));
        return notes.isEmpty()
                ? pod
                : pod.with("spec", changed)
                        .withAt(
                                "LimitRanger plugin set: " + String.join("; ", notes),
                                "metadata",
                                "annotations",
                                ANNOTATION);
    }

    private static void putAll(Map<String, Object> target, Fields source) {
        source.forEach((name, amount) -> target.put(name, String.valueOf(amount)));
    }

    private static Fields fill(
            Fields container,
            String word,
            Map<String, Object> requests,
            Map<String, Object> limits,
            List<String> notes) {
        String name = container.string("name");
        Fields filled = fill(container, "requests", requests, word, name, "request", notes);
        return fill(filled, "limits", limits, word, name, "limit", notes);
    }

    private static Fields fill(
            Fields container,
            String kind,
            Map<String, Object> defaults,
            String word,
            String name,
            String what,
            List<String> notes) {
        Fields own = container.fields("resources").fields(kind);
        Set<String> set = new TreeSet<>();
        Fields.Builder filled = own.toBuilder();
        defaults.forEach((resource, amount) -> {
            if (own.value(resource) == null) {
                filled.set(resource, amount);
                set.add(resource);
            }
        });
        if (set.isEmpty()) {
            return container;
        }
        notes.add("%s %s for %s %s".formatted(String.join(", ", set), what, word, name));
        return container.withAt(filled.build(), "resources", kind);
    }

    @Override
    public void validate(Review review) {
        boolean isPod = review instanceof Review.Create && review.isOf("", "pods");
        boolean isClaim =
                (review instanceof Review.Create || review instanceof Review.Update)
                        && review.isOf("", "persistentvolumeclaims");
        if ((!isPod && !isClaim)
                || review.old().fields("metadata").value("deletionTimestamp") != null) {
            return;
        }
        for (LimitRange range : ranges.list(review.call().namespace())) {
            List<String> errors = new ArrayList<>();
            for (LimitRangeItem limit : range.spec().limits()) {
                if (isPod) {
                    checkPod(limit, PodTrees.spec(review.object()), errors);
                } else {
                    checkClaim(limit, review.object(), errors);
                }
            }
            if (!errors.isEmpty()) {
                throw review.forbidden(
                        errors.size() == 1
                                ? errors.getFirst()
                                : "[" + String.join(", ", errors) + "]");
            }
        }
    }

    private static void checkPod(LimitRangeItem limit, Fields spec, List<String> errors) {
        switch (limit.type()) {
            case "Container" -> {
                List<Fields> containers = new ArrayList<>(PodTrees.objects(spec, "containers"));
                containers.addAll(PodTrees.objects(spec, "initContainers"));
                for (Fields container : containers) {
                    Fields resources = container.fields("resources");
                    new Bounds(
                                    limit,
                                    PodResources.quantities(resources.fields("requests")),
                                    PodResources.quantities(resources.fields("limits")),
                                    errors)
                            .check();
                }
            }
            case "Pod" ->
                    new Bounds(
                                    limit,
                                    PodResources.requests(spec),
                                    PodResources.limits(spec),
                                    errors)
                            .check();
            default -> {}
        }
    }

    private static void checkClaim(LimitRangeItem limit, Fields claim, List<String> errors) {
        if (!limit.type().equals("PersistentVolumeClaim")) {
            return;
        }
        Map<String, Quantity> requests =
                PodResources.quantities(
                        claim.fields("spec").fields("resources").fields("requests"));
        new Bounds(limit, requests, Map.of(), errors).checkRequests();
    }

    /// One item of a range against what one container, pod or claim asks for. Texts are those of Kubernetes 1.36.
    private record Bounds(
            LimitRangeItem limit,
            Map<String, Quantity> requests,
            Map<String, Quantity> limits,
            List<String> errors) {

        void check() {
            sorted("min").forEach(this::checkMin);
            sorted("max").forEach(this::checkMax);
            sorted("maxLimitRequestRatio").forEach(this::checkRatio);
        }

        void checkRequests() {
            sorted("min").forEach(this::checkMin);
            sorted("max").forEach(this::checkMaxRequest);
        }

        private Map<String, Quantity> sorted(String bound) {
            return PodResources.quantities(limit.fields().fields(bound));
        }

        private void checkMin(String resource, Quantity bound) {
            Quantity request = requests.get(resource);
            Quantity most = limits.get(resource);
            String min = "minimum %s usage per %s is %s".formatted(resource, limit.type(), bound);
            if (request == null) {
                errors.add(min + ".  No request is specified");
            } else if (request.compareTo(bound) < 0) {
                errors.add(min + ", but request is " + request);
            } else if (most != null && most.compareTo(bound) < 0) {
                errors.add(min + ", but limit is " + most);
            }
        }

        private void checkMax(String resource, Quantity bound) {
            Quantity request = requests.get(resource);
            Quantity most = limits.get(resource);
            String max = "maximum %s usage per %s is %s".formatted(resource, limit.type(), bound);
            if (most == null) {
                errors.add(max + ".  No limit is specified");
            } else if (most.compareTo(bound) > 0) {
                errors.add(max + ", but limit is " + most);
            } else if (request != null && request.compareTo(bound) > 0) {
                errors.add(max + ", but request is " + request);
            }
        }

        private void checkMaxRequest(String resource, Quantity bound) {
            Quantity request = requests.get(resource);
            String max = "maximum %s usage per %s is %s".formatted(resource, limit.type(), bound);
            if (request == null) {
                errors.add(max + ".  No request is specified");
            } else if (request.compareTo(bound) > 0) {
                errors.add(max + ", but request is " + request);
            }
        }

        private void checkRatio(String resource, Quantity bound) {
            Quantity request = requests.get(resource);
            Quantity most = limits.get(resource);
            String max =
                    "%s max limit to request ratio per %s is %s"
                            .formatted(resource, limit.type(), bound);
            if (request == null || request.isZero()) {
                errors.add(max + ", but no request is specified or request is 0");
            } else if (most == null || most.isZero()) {
                errors.add(max + ", but no limit is specified or limit is 0");
            } else {
                double ratio = most.amount().doubleValue() / request.amount().doubleValue();
                if (ratio > bound.amount().doubleValue()) {
                    errors.add("%s, but provided ratio is %f".formatted(max, ratio));
                }
            }
        }
    }
}
