package io.djong.apiserver.tables;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The fixed parts of a Table document.
public final class Tables {

    private Tables() {}

    public static List<@Nullable Object> definitions(List<Column> columns) {
        return columns.stream().map(column -> (@Nullable Object) column.definition()).toList();
    }
}
