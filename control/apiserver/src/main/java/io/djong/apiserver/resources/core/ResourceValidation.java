package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Requests and limits.
///
/// @spec https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ Resource Management
final class ResourceValidation {

    static final String NOT_WHOLE = "must be an integer";
    private static final String HUGE = "hugepages-";
    private static final Set<String> OF_CONTAINERS = Set.of("cpu", "memory", "ephemeral-storage");
    private static final Set<String> STANDARD =
            Set.of(
                    "cpu",
                    "memory",
                    "ephemeral-storage",
                    "requests.cpu",
                    "requests.memory",
                    "requests.ephemeral-storage",
                    "limits.cpu",
                    "limits.memory",
                    "limits.ephemeral-storage",
                    "pods",
                    "resourcequotas",
                    "services",
                    "replicationcontrollers",
                    "secrets",
                    "configmaps",
                    "persistentvolumeclaims",
                    "storage",
                    "requests.storage",
                    "services.nodeports",
                    "services.loadbalancers");

    private static final List<String> OF_PODS = List.of("cpu", "memory");

    private final boolean ofPod;
    private final Set<String> claims;
    private final FieldPath path;
    private final FieldErrors errors;

    private ResourceValidation(
            boolean ofPod, Set<String> claims, FieldPath path, FieldErrors errors) {
        this.ofPod = ofPod;
        this.claims = claims;
        this.path = path;
        this.errors = errors;
    }

    /// @param claims the names of the pod's resource claims
    static void validate(Fields resources, Set<String> claims, FieldPath path, FieldErrors errors) {
        new ResourceValidation(false, claims, path, errors).validate(resources);
    }

    /// Requests and limits of a pod as a whole.
    static void validateOfPod(Fields resources, FieldPath path, FieldErrors errors) {
        new ResourceValidation(true, Set.of(), path, errors).validate(resources);
    }

    private void validate(Fields resources) {
        Fields limits = resources.fields("limits");
        Fields requests = resources.fields("requests");
        for (String name : limits.keySet()) {
            amount(name, limits.value(name), path.child("limits").key(name));
            pages(name, limits.value(name), path.child("limits").key(name));
        }
        for (String name : requests.keySet()) {
            amount(name, requests.value(name), path.child("requests").key(name));
            request(name, Trees.quantity(requests.value(name)), limits.value(name));
            pages(name, requests.value(name), path.child("requests").key(name));
        }
        Set<String> all = new HashSet<>(limits.keySet());
        all.addAll(requests.keySet());
        if (all.stream().anyMatch(name -> name.startsWith(HUGE))
                && !all.contains("cpu")
                && !all.contains("memory")) {
            errors.forbidden(path, "HugePages require cpu or memory");
        }
        claims(Trees.objects(resources, "claims"), path.child("claims"));
    }

    private void amount(String name, @Nullable Object value, FieldPath at) {
        name(name, at);
        value(name, value, at, errors);
    }

    private void pages(String name, @Nullable Object value, FieldPath at) {
        Quantity quantity = Trees.quantity(value);
        if (name.startsWith(HUGE) && !divides(name, quantity)) {
            errors.invalid(
                    at,
                    quantity.toString(),
                    quantity + " is not positive integer multiple of " + name);
        }
    }

    /// No amount is below zero; what is counted is whole.
    static void value(String name, @Nullable Object value, FieldPath at, FieldErrors errors) {
        Checks.quantity(value, at, errors);
        Quantity quantity = Trees.quantity(value);
        boolean counted = isExtended(name) || QuotaNames.isCounted(name);
        if (counted && quantity.milliValue() % 1000 != 0) {
            errors.invalid(at, quantity.toString(), NOT_WHOLE);
        }
    }

    private void name(String name, FieldPath at) {
        if (ofPod) {
            if (resourceName(name, at, errors)
                    && !OF_PODS.contains(name)
                    && !name.startsWith(HUGE)) {
                errors.notSupported(at, name, OF_PODS);
            }
            return;
        }
        boolean sound = resourceName(name, at, errors);
        if (!name.contains("/")) {
            if (!OF_CONTAINERS.contains(name) && !name.startsWith(HUGE)) {
                errors.invalid(at, name, "must be a standard resource for containers");
            }
        } else if (sound && !isNative(name) && !isExtended(name)) {
            errors.invalid(at, name, "doesn't follow extended resource name standard");
        }
    }

    static boolean resourceName(String name, FieldPath at, FieldErrors errors) {
        List<String> wrong = Names.qualified(name);
        errors.invalid(at, name, wrong);
        if (!wrong.isEmpty()) {
            return false;
        }
        if (!name.contains("/") && !STANDARD.contains(name) && !name.startsWith(HUGE)) {
            errors.invalid(at, name, "must be a standard resource type or fully qualified");
            return false;
        }
        return true;
    }

    static boolean isNative(String name) {
        return !name.contains("/") || name.contains("kubernetes.io/");
    }

    /// Devices and the like: named by somebody else's domain.
    static boolean isExtended(String name) {
        return !isNative(name)
                && !name.startsWith("requests.")
                && Names.qualified("requests." + name).isEmpty();
    }

    private void request(String name, Quantity request, @Nullable Object limit) {
        boolean overcommits = isNative(name) && !name.startsWith(HUGE);
        if (limit == null) {
            if (!overcommits) {
                errors.required(
                        path.child("limits"), "Limit must be set for non overcommitable resources");
            }
            return;
        }
        Quantity most = Trees.quantity(limit);
        if (!overcommits && request.compareTo(most) != 0) {
            errors.invalid(
                    path.child("requests"),
                    request.toString(),
                    "must be equal to " + name + " limit of " + most);
        } else if (request.compareTo(most) > 0) {
            errors.invalid(
                    path.child("requests"),
                    request.toString(),
                    "must be less than or equal to " + name + " limit of " + most);
        }
    }

    private static boolean divides(String name, Quantity amount) {
        try {
            Quantity page = Quantity.parse(name.substring(HUGE.length()));
            return page.value() > 0 && amount.value() % page.value() == 0;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private void claims(List<Fields> used, FieldPath at) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < used.size(); i++) {
            String name = used.get(i).string("name");
            if (name.isEmpty()) {
                errors.required(at.index(i), "");
                continue;
            }
            claim(used.get(i), name, seen, at.index(i));
            if (!claims.contains(name)) {
                String among =
                        claims.isEmpty() ? " which is empty" : ": " + String.join(", ", claims);
                errors.notFound(
                        at.index(i),
                        name,
                        "must be one of the names in pod.spec.resourceClaims" + among);
            }
        }
    }

    private void claim(Fields claim, String name, Set<String> seen, FieldPath at) {
        if (seen.contains(name)) {
            errors.duplicate(at, name);
            return;
        }
        String request = claim.string("request");
        String key = name;
        if (!request.isEmpty()) {
            Checks.label(request, at.child("request"), errors);
            key = name + "/" + request;
        }
        if (seen.contains(key)) {
            errors.duplicate(at, key);
        } else if (request.isEmpty()) {
            seen.stream()
                    .filter(other -> other.startsWith(name + "/"))
                    .forEach(_ -> errors.duplicate(at, name));
        }
        seen.add(key);
    }
}
