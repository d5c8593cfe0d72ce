package io.djong.apiserver.tables;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fixed parts of a Table document.
public final class Tables {

    private Tables() {}

    public static List<@Nullable Object> definitions(List<Column> columns) {
        List<@Nullable Object> definitions = new ArrayList<>(columns.size());
        columns.forEach(column -> definitions.add(column.definition()));
        return definitions;
    }
}
