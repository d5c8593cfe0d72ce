package io.djong.apiserver.customresources;

import io.djong.apiserver.structural.Formats;
import io.djong.apiserver.structural.JsonPath;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The columns that a definition asks for.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#additional-printer-columns Additional printer columns
record CustomColumns(List<Column> columns, List<JsonPath> paths) {

    private static final String INVALID = "<invalid>";

    static CustomColumns of(List<Fields> asked) {
        List<Column> columns = new ArrayList<>();
        List<JsonPath> paths = new ArrayList<>();
        columns.add(Column.NAME);
        if (asked.isEmpty()) {
            columns.add(Column.date("Age"));
            paths.add(JsonPath.parse(".metadata.creationTimestamp"));
        }
        for (Fields column : asked) {
            try {
                paths.add(JsonPath.parse(column.string("jsonPath")));
            } catch (IllegalArgumentException unreadable) {
                // Upstream shows the columns up to the first that it cannot read.
                break;
            }
            columns.add(
                    new Column(
                            column.string("name"),
                            column.string("type"),
                            column.string("format"),
                            (int) column.integer("priority")));
        }
        return new CustomColumns(List.copyOf(columns), List.copyOf(paths));
    }

    List<@Nullable Object> cells(Fields object, Instant now) {
        List<@Nullable Object> cells = new ArrayList<>(columns.size());
        cells.add(object.fields("metadata").string("name"));
        for (int i = 0; i < paths.size(); i++) {
            List<@Nullable Object> found = paths.get(i).find(object);
            Object value = found.isEmpty() ? null : found.getFirst();
            cells.add(value == null ? null : cell(columns.get(i + 1).type(), value, now));
        }
        return cells;
    }

    private static @Nullable Object cell(String type, Object value, Instant now) {
        return switch (type) {
            case "string" -> text(value);
            case "integer" -> value instanceof Number number ? number.longValue() : null;
            case "number" -> value instanceof Number ? value : null;
            case "boolean" -> value instanceof Boolean ? value : null;
            case "date" -> value instanceof String time ? age(time, now) : null;
            default -> null;
        };
    }

    private static String text(Object value) {
        return value instanceof Fields || value instanceof List
                ? Json.text(value)
                : value.toString();
    }

    private static String age(String time, Instant now) {
        return time.isEmpty() || Formats.isTime(time) ? Ages.since(time, now) : INVALID;
    }
}
