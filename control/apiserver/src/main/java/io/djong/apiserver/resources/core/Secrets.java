package io.djong.apiserver.resources.core;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What Secrets and ConfigMaps have in common.
final class Secrets {

    private Secrets() {}

    /// The number of bytes that a base64 text stands for.
    static int decodedLength(@Nullable Object base64) {
        if (!(base64 instanceof String text) || text.isEmpty()) {
            return 0;
        }
        int padding = text.endsWith("==") ? 2 : text.endsWith("=") ? 1 : 0;
        return text.length() / 4 * 3 - padding;
    }

    /// Once `immutable` is set, neither it nor the data may change.
    static void validateImmutable(
            Fields object, Fields before, List<String> fields, FieldErrors errors) {
        if (!before.bool("immutable")) {
            return;
        }
        if (!object.bool("immutable")) {
            errors.forbidden(
                    FieldPath.of("immutable"), "field is immutable when `immutable` is set");
        }
        for (String field : fields) {
            if (!object.fields(field).equals(before.fields(field))) {
                errors.forbidden(FieldPath.of(field), "field is immutable when `immutable` is set");
            }
        }
    }
}
