package io.djong.apiserver.resources.dynamic;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What a DeviceClass must be like. Texts as in Kubernetes 1.36.
final class DeviceClassValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");

    private DeviceClassValidation() {}

    /// @param before the stored `spec`, empty in a create
    static void validate(Fields spec, Fields before, FieldErrors errors) {
        boolean stored = spec.list("selectors").equals(before.list("selectors"));
        DeviceParts.selectors(spec, stored, SPEC, errors);
        List<Fields> configs = Trees.objects(spec, "config");
        boolean storedConfig = spec.list("config").equals(before.list("config"));
        FieldPath path = SPEC.child("config");
        if (DeviceParts.fits(configs, DeviceParts.LIST_MAX, path, errors)) {
            for (int i = 0; i < configs.size(); i++) {
                DeviceParts.configuration(configs.get(i), storedConfig, path.index(i), errors);
            }
        }
        String name = spec.stringOrNull("extendedResourceName");
        if (name != null && !isExtended(name)) {
            errors.invalid(
                    SPEC.child("extendedResourceName"),
                    name,
                    "must be a valid extended resource name");
        }
    }

    /// With a domain that is not Kubernetes' own, and fit to be counted in a quota.
    private static boolean isExtended(String name) {
        return name.contains("/")
                && !name.contains("kubernetes.io/")
                && !name.startsWith("requests.")
                && Names.qualified("requests." + name).isEmpty();
    }
}
