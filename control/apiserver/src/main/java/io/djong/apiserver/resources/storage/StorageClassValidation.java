package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What a StorageClass must be like.
final class StorageClassValidation {

    private static final int PARAMETERS_MAX = 512;
    private static final int PARAMETER_BYTES_MAX = 256 * 1024;

    private StorageClassValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        String provisioner = object.string("provisioner");
        FieldPath path = FieldPath.of("provisioner");
        if (provisioner.isEmpty()) {
            errors.required(path, "");
        } else {
            String low = provisioner.toLowerCase(Locale.ROOT);
            errors.invalid(path, low, Names.qualified(low));
        }
        parameters(object.fields("parameters"), FieldPath.of("parameters"), errors);
        String reclaim = object.string("reclaimPolicy");
        if (!reclaim.isEmpty()) {
            Checks.supported(
                    reclaim, List.of("Delete", "Retain"), FieldPath.of("reclaimPolicy"), errors);
        }
        String binding = object.stringOrNull("volumeBindingMode");
        if (binding == null) {
            errors.required(FieldPath.of("volumeBindingMode"), "");
        } else {
            Checks.supported(
                    binding,
                    List.of("Immediate", "WaitForFirstConsumer"),
                    FieldPath.of("volumeBindingMode"),
                    errors);
        }
        TopologyValidation.allowed(
                Trees.objects(object, "allowedTopologies"),
                FieldPath.of("allowedTopologies"),
                errors);
    }

    static void parameters(Fields parameters, FieldPath path, FieldErrors errors) {
        if (parameters.size() > PARAMETERS_MAX) {
            errors.tooLong(path, PARAMETERS_MAX);
            return;
        }
        long bytes = 0;
        for (String key : parameters.keySet()) {
            if (key.isEmpty()) {
                errors.invalid(path, key, "field can not be empty.");
            }
            bytes += key.getBytes(StandardCharsets.UTF_8).length;
            bytes += parameters.string(key).getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > PARAMETER_BYTES_MAX) {
            errors.tooLong(path, PARAMETER_BYTES_MAX);
        }
    }

    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validate(object, errors);
        for (String name : List.of("parameters", "provisioner", "reclaimPolicy")) {
            errors.immutable(FieldPath.of(name), object.value(name), before.value(name));
        }
        errors.immutable(
                FieldPath.of("volumeBindingMode"),
                object.value("volumeBindingMode"),
                before.value("volumeBindingMode"));
    }
}
