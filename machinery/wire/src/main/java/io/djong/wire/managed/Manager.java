package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.Json;

/// Tells entries of `managedFields` apart.
///
/// @param apiVersion "" for those who apply: they have one entry, whatever version they used last
/// @param subresource "" for the object itself
record Manager(String name, String operation, String apiVersion, String subresource) {

    static final String APPLY = "Apply";
    static final String UPDATE = "Update";

    static Manager of(ManagedFields.Writer writer, String operation) {
        return new Manager(
                writer.manager().isEmpty() ? "unknown" : writer.manager(),
                operation,
                operation.equals(APPLY) ? "" : writer.apiVersion(),
                writer.subresource());
    }

    boolean applies() {
        return operation.equals(APPLY);
    }

    /// As in `conflict with "kubectl" using apps/v1`.
    String shown() {
        String text = Json.text(name);
        if (!subresource.isEmpty()) {
            text += " with subresource " + Json.text(subresource);
        }
        return applies() ? text : text + " using " + apiVersion;
    }

    /// The text by which upstream orders managers.
    String identifier() {
        Fields.Builder fields = Fields.builder();
        add(fields, "manager", name);
        add(fields, "operation", operation);
        add(fields, "apiVersion", apiVersion);
        add(fields, "subresource", subresource);
        return Json.text(fields.build());
    }

    private static void add(Fields.Builder fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.add(name, value);
        }
    }
}
