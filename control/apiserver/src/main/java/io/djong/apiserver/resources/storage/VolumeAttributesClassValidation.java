package io.djong.apiserver.resources.storage;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.Locale;

/// What a VolumeAttributesClass must be like.
final class VolumeAttributesClassValidation {

    private VolumeAttributesClassValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        String driver = object.string("driverName");
        FieldPath path = FieldPath.of("driverName");
        if (driver.isEmpty()) {
            errors.required(path, "");
        } else {
            String low = driver.toLowerCase(Locale.ROOT);
            errors.invalid(path, low, Names.qualified(low));
        }
        if (object.fields("parameters").isEmpty()) {
            errors.required(FieldPath.of("parameters"), "must contain at least one key/value pair");
        }
        StorageClassValidation.parameters(
                object.fields("parameters"), FieldPath.of("parameters"), errors);
    }

    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        if (!object.string("driverName").equals(before.string("driverName"))) {
            errors.forbidden(FieldPath.of("driverName"), "updates to driverName are forbidden.");
        }
        if (!object.fields("parameters").equals(before.fields("parameters"))) {
            errors.forbidden(FieldPath.of("parameters"), "updates to parameters are forbidden.");
        }
        validate(object, errors);
    }
}
