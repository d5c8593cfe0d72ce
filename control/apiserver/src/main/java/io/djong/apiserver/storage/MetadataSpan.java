package io.djong.apiserver.storage;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Where the metadata of an object lies in its JSON, found without making a tree.
///
/// @param from its opening brace
/// @param to behind its closing brace
/// @param managedAt the comma before `managedFields`; -1 if there are none, or if they are not the last field
public record MetadataSpan(int from, int to, int managedAt) {

    private static final byte[] MANAGED = "\"managedFields\":".getBytes(StandardCharsets.US_ASCII);

    /// @param json canonical, without blanks
    static MetadataSpan of(byte[] json, int from) {
        int managed = -1;
        int depth = 0;
        int i = from;
        while (true) {
            switch (json[i]) {
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                case '"' -> {
                    if (depth == 1 && json[i - 1] == ',' && startsWith(json, i, MANAGED)) {
                        managed = i - 1;
                    } else if (depth == 1 && managed > 0) {
                        managed = -1;
                    }
                    i = stringEnd(json, i);
                }
                default -> {}
            }
            i++;
            if (depth == 0) {
                return new MetadataSpan(from, i, managed);
            }
        }
    }

    private static boolean startsWith(byte[] json, int at, byte[] part) {
        return Arrays.equals(
                json, at, Math.min(at + part.length, json.length), part, 0, part.length);
    }

    private static int stringEnd(byte[] json, int open) {
        int i = open + 1;
        while (json[i] != '"') {
            i += json[i] == '\\' ? 2 : 1;
        }
        return i;
    }

    boolean hasManagedFields() {
        return managedAt > 0;
    }

    byte[] withoutManagedFields(byte[] json) {
        int closing = to - 1;
        byte[] less = new byte[managedAt + json.length - closing];
        System.arraycopy(json, 0, less, 0, managedAt);
        System.arraycopy(json, closing, less, managedAt, json.length - closing);
        return less;
    }
}
