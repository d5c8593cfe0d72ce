package io.djong.apiserver.structural;

import io.djong.apiserver.validation.GoText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a value has the type that its schema asks for.
final class TypeCheck {

    private TypeCheck() {}

    static void check(@Nullable Object value, SchemaNode schema, String path, Findings findings) {
        List<String> types = schema.types();
        if (value == null) {
            if (!types.isEmpty() && !schema.nullable()) {
                wrong(path, String.join(",", types), "null", findings);
            }
            return;
        }
        String format = schema.limits().format();
        String type = type(value);
        boolean fits =
                types.contains(type)
                        || (value instanceof Double decimal
                                && types.contains("integer")
                                && NumberChecks.isWhole(decimal))
                        || (value instanceof Long && types.contains("number"));
        boolean isTextOrList = value instanceof String || value instanceof List;
        if (!isTextOrList && !format.isEmpty()) {
            String own = format(value);
            if (!fits && !own.equals(format)) {
                wrong(path, format, own, findings);
                return;
            }
        }
        boolean numeric = types.contains("number") || types.contains("integer");
        if (isTextOrList && !numeric && !format.isEmpty()) {
            findings.pass();
            return;
        }
        if (!fits) {
            wrong(path, String.join(",", types), type, findings);
            return;
        }
        findings.pass();
    }

    private static void wrong(String path, String wanted, String is, Findings findings) {
        findings.wrongType(
                path, is, path + " in body must be of type " + wanted + ": " + GoText.quote(is));
    }

    private static String type(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "boolean";
            case Long _ -> "integer";
            case Double _ -> "number";
            case List<?> _ -> "array";
            default -> "object";
        };
    }

    private static String format(Object value) {
        return switch (value) {
            case Long _ -> "int64";
            case Double _ -> "float64";
            default -> "";
        };
    }
}
