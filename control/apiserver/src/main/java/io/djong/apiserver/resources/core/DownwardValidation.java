package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// References to fields of the pod itself.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/downward-api/ Downward API
final class DownwardValidation {

    private static final List<String> RESOURCES =
            List.of(
                    "limits.cpu",
                    "limits.ephemeral-storage",
                    "limits.memory",
                    "requests.cpu",
                    "requests.ephemeral-storage",
                    "requests.memory");

    /// The labels of pods' fields that can be referred to at all.
    private static final Set<String> KNOWN =
            Set.of(
                    "metadata.annotations",
                    "metadata.labels",
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid",
                    "spec.nodeName",
                    "spec.restartPolicy",
                    "spec.serviceAccountName",
                    "spec.schedulerName",
                    "spec.hostNetwork",
                    "status.phase",
                    "status.hostIP",
                    "status.hostIPs",
                    "status.podIP",
                    "status.podIPs");

    private static final Set<String> SIZES =
            Set.of(
                    "1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi",
                    "1Ei");
    private static final String SIZES_TEXT =
            "only divisor's values 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei are supported with the ";

    private static final Pattern SUBSCRIPTED = Pattern.compile("(.*)\\['(.*)'\\]", Pattern.DOTALL);

    private DownwardValidation() {}

    static void field(Fields reference, List<String> allowed, FieldPath path, FieldErrors errors) {
        String version = reference.string("apiVersion");
        String field = reference.string("fieldPath");
        if (version.isEmpty()) {
            errors.required(path.child("apiVersion"), "");
            return;
        }
        if (field.isEmpty()) {
            errors.required(path.child("fieldPath"), "");
            return;
        }
        Matcher matcher = SUBSCRIPTED.matcher(field);
        boolean subscripted = matcher.matches();
        String plain = subscripted ? matcher.group(1) : field;
        String wrong = unknown(version, field, plain, subscripted);
        if (!wrong.isEmpty()) {
            errors.invalid(path.child("fieldPath"), field, "error converting fieldPath: " + wrong);
        } else if (subscripted) {
            String key = matcher.group(2);
            Checks.labelName(
                    plain.equals("metadata.annotations") ? key.toLowerCase(Locale.ROOT) : key,
                    path,
                    errors);
        } else if (!allowed.contains(plain)) {
            errors.notSupported(path.child("fieldPath"), plain, allowed);
        }
    }

    private static String unknown(String version, String field, String plain, boolean subscripted) {
        if (!version.equals("v1")) {
            return "unsupported pod version: " + version;
        }
        if (subscripted) {
            return plain.equals("metadata.annotations") || plain.equals("metadata.labels")
                    ? ""
                    : "field label does not support subscript: " + field;
        }
        if (field.equals("spec.host")) {
            return "";
        }
        return KNOWN.contains(field) ? "" : "field label not supported: " + field;
    }

    /// @param inVolume a volume has to say whose resources it means
    static void resource(Fields reference, boolean inVolume, FieldPath path, FieldErrors errors) {
        String resource = reference.string("resource");
        boolean huge =
                resource.startsWith("limits.hugepages-")
                        || resource.startsWith("requests.hugepages-");
        if (inVolume && reference.string("containerName").isEmpty()) {
            errors.required(path.child("containerName"), "");
        } else if (resource.isEmpty()) {
            errors.required(path.child("resource"), "");
        } else if (!RESOURCES.contains(resource) && !huge) {
            errors.notSupported(path.child("resource"), resource, RESOURCES);
        }
        Quantity divisor = Trees.quantity(reference.value("divisor"));
        if (!divisor.isZero()) {
            divisor(resource, divisor.toString(), path.child("divisor"), errors);
        }
    }

    private static void divisor(
            String resource, String divisor, FieldPath path, FieldErrors errors) {
        String name = resource.substring(resource.indexOf('.') + 1);
        if (name.equals("cpu")) {
            if (!divisor.equals("1") && !divisor.equals("1m")) {
                errors.invalid(
                        path,
                        resource,
                        "only divisor's values 1m and 1 are supported with the cpu resource");
            }
            return;
        }
        String what =
                switch (name) {
                    case "memory" -> "memory";
                    case "ephemeral-storage" -> "local ephemeral storage";
                    default -> name.startsWith("hugepages-") ? "hugepages" : "";
                };
        if (!what.isEmpty() && !SIZES.contains(divisor)) {
            errors.invalid(path, resource, SIZES_TEXT + what + " resource");
        }
    }
}
