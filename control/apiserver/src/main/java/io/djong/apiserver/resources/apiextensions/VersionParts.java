package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.structural.SchemaNode;
import io.djong.apiserver.structural.SchemaPath;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What versions have beside their schemas.
final class VersionParts {

    private static final int WARNING_MAX = 256;
    private static final int SELECTABLE_MAX = 8;

    private static final List<String> COLUMN_TYPES =
            List.of("boolean", "date", "integer", "number", "string");
    private static final List<String> COLUMN_FORMATS =
            List.of("byte", "date", "date-time", "double", "float", "int32", "int64", "password");

    private VersionParts() {}

    static void deprecation(Fields version, FieldPath path, FieldErrors errors) {
        String warning = version.stringOrNull("deprecationWarning");
        if (warning == null) {
            return;
        }
        if (!version.bool("deprecated")) {
            errors.invalid(path, warning, "can only be set for deprecated versions");
            return;
        }
        if (warning.length() > WARNING_MAX) {
            errors.invalid(path, warning, "must be <= 256 characters long");
        }
        if (warning.isEmpty()) {
            errors.invalid(path, warning, "must not be an empty string");
        }
        for (int i = 0; i < warning.length(); i++) {
            if (Character.isISOControl(warning.charAt(i))) {
                errors.invalid(
                        path,
                        warning,
                        "must only contain printable UTF-8 characters; non-printable character found at index "
                                + i);
                break;
            }
        }
    }

    static void subresources(@Nullable Fields subresources, FieldPath path, FieldErrors errors) {
        Fields scale = subresources == null ? null : subresources.fieldsOrNull("scale");
        if (scale == null) {
            return;
        }
        FieldPath place = path.child("scale");
        below(scale, "specReplicasPath", ".spec.", place, errors);
        below(scale, "statusReplicasPath", ".status.", place, errors);
        String selector = scale.string("labelSelectorPath");
        if (!selector.isEmpty()
                && simplePath(selector, place.child("labelSelectorPath"), errors)
                && !selector.startsWith(".spec.")
                && !selector.startsWith(".status.")) {
            errors.invalid(
                    place.child("labelSelectorPath"),
                    selector,
                    "should be a json path under either .spec or .status");
        }
    }

    private static void below(
            Fields scale, String field, String root, FieldPath path, FieldErrors errors) {
        String text = scale.string(field);
        FieldPath place = path.child(field);
        if (text.isEmpty()) {
            errors.required(place, "");
        } else if (simplePath(text, place, errors) && !text.startsWith(root)) {
            errors.invalid(
                    place,
                    text,
                    "should be a json path under " + root.substring(0, root.length() - 1));
        }
    }

    private static boolean simplePath(String text, FieldPath path, FieldErrors errors) {
        if (text.charAt(0) != '.') {
            errors.invalid(path, text, "must be a simple json path starting with .");
            return false;
        }
        return true;
    }

    static void columns(List<Fields> columns, FieldPath path, FieldErrors errors) {
        for (int i = 0; i < columns.size(); i++) {
            column(columns.get(i), path.index(i), errors);
        }
    }

    private static void column(Fields column, FieldPath path, FieldErrors errors) {
        if (column.string("name").isEmpty()) {
            errors.required(path.child("name"), "");
        }
        String type = column.string("type");
        String types = "must be one of " + String.join(",", COLUMN_TYPES);
        if (type.isEmpty()) {
            errors.required(path.child("type"), types);
        } else if (!COLUMN_TYPES.contains(type)) {
            errors.invalid(path.child("type"), type, types);
        }
        String format = column.string("format");
        if (!format.isEmpty() && !COLUMN_FORMATS.contains(format)) {
            errors.invalid(
                    path.child("format"),
                    format,
                    "must be one of " + String.join(",", COLUMN_FORMATS));
        }
        String json = column.string("jsonPath");
        if (json.isEmpty()) {
            errors.required(path.child("JSONPath"), "");
        } else {
            simplePath(json, path.child("JSONPath"), errors);
        }
    }

    static void selectable(
            List<Fields> fields,
            @Nullable Fields validation,
            FieldPath path,
            boolean mayBeMany,
            FieldErrors errors) {
        Fields schema = InternalSpec.schema(validation);
        if (fields.isEmpty()) {
            return;
        }
        if (schema == null) {
            errors.invalid(path, "", "may only be set when validations.schema is included");
            return;
        }
        SchemaNode root = SchemaNode.of(schema);
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < fields.size(); i++) {
            selectable(
                    fields.get(i).string("jsonPath"),
                    root,
                    path.index(i).child("jsonPath"),
                    seen,
                    errors);
        }
        if (seen.size() > SELECTABLE_MAX && !mayBeMany) {
            errors.tooMany(path, seen.size(), SELECTABLE_MAX);
        }
    }

    private static void selectable(
            String text, SchemaNode root, FieldPath path, Set<String> seen, FieldErrors errors) {
        if (text.isEmpty()) {
            errors.required(path, "");
            return;
        }
        SchemaPath found;
        try {
            found = SchemaPath.parse(text, root, false);
        } catch (IllegalArgumentException wrong) {
            errors.invalid(path, text, "is an invalid path: " + wrong.getMessage());
            return;
        }
        if (found.path().toString().startsWith("metadata.")) {
            errors.invalid(path, text, "must not point to fields in metadata");
        }
        SchemaNode schema = found.schema();
        String type = schema == null ? "" : schema.type();
        if (!type.equals("string") && !type.equals("boolean") && !type.equals("integer")) {
            errors.invalid(
                    path,
                    text,
                    "must point to a field of type string, boolean or integer. Enum string fields and strings with formats are allowed.");
        }
        if (!seen.add(found.path().toString())) {
            errors.duplicate(path, text);
        }
    }
}
