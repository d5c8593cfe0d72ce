package io.djong.apiserver.resources.networking;

import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import org.jspecify.annotations.Nullable;

/// What an IPAddress must be like.
final class IpAddressValidation {

    private static final FieldPath PARENT = FieldPath.of("spec", "parentRef");

    private IpAddressValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        parent(object.fields("spec").fieldsOrNull("parentRef"), errors);
    }

    static void parent(@Nullable Fields parent, FieldErrors errors) {
        if (parent == null) {
            errors.required(PARENT, "");
            return;
        }
        if (!parent.string("group").isEmpty()) {
            Checks.subdomain(parent.string("group"), PARENT.child("group"), errors);
        }
        segment(parent, "resource", true, errors);
        segment(parent, "name", true, errors);
        segment(parent, "namespace", false, errors);
    }

    private static void segment(Fields parent, String name, boolean required, FieldErrors errors) {
        String value = parent.string(name);
        if (!value.isEmpty()) {
            errors.invalid(PARENT.child(name), value, Names.pathSegment(value));
        } else if (required) {
            errors.required(PARENT.child(name), "");
        }
    }
}
