package io.djong.apiserver.tables;

import io.djong.meta.tree.Fields;

/// A column of a table.
///
/// @param type `string`, `integer`, `number`, `boolean`, `date`
/// @param format `name` for the column that identifies the object, else ""
/// @param priority 0 is always shown, 1 with `-o wide`
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables Tables
public record Column(String name, String type, String format, int priority) {

    public static final Column NAME = new Column("Name", "string", "name", 0);
    public static final Column AGE = string("Age");

    public static Column string(String name) {
        return new Column(name, "string", "", 0);
    }

    public static Column integer(String name) {
        return new Column(name, "integer", "", 0);
    }

    public static Column bool(String name) {
        return new Column(name, "boolean", "", 0);
    }

    public static Column date(String name) {
        return new Column(name, "date", "", 0);
    }

    /// The same, shown with `-o wide` only.
    public Column wide() {
        return new Column(name, type, format, 1);
    }

    Fields definition() {
        return new Fields.Builder(5)
                .add("name", name)
                .add("type", type)
                .add("format", format)
                .add("description", "")
                .add("priority", (long) priority)
                .build();
    }
}
