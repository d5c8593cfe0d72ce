package io.djong.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of field names into strings without making them anew.
///
/// A direct-mapped, lossy cache: a slot is overwritten on a miss, so hostile names cannot fill it for good. Races only
/// cost a miss, because entries are immutable. Names that look like those of a schema are interned: they are then the
/// same object as the schema's.
final class Names {

    private static final int SLOTS = 1 << 13;
    private static final int LENGTH_MAX = 48;

    private static final class Entry {
        final byte[] bytes;
        final String name;

        Entry(byte[] bytes, String name) {
            this.bytes = bytes;
            this.name = name;
        }
    }

    private static final @Nullable Entry[] CACHE = new @Nullable Entry[SLOTS];

    private Names() {}

    /// The name in `bytes[from..to)`, which is plain ASCII and hashes to `hash`.
    static String of(byte[] bytes, int from, int to, int hash) {
        if (to - from > LENGTH_MAX) {
            return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        }
        int slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
        Entry known = CACHE[slot];
        if (known != null && Arrays.equals(known.bytes, 0, known.bytes.length, bytes, from, to)) {
            return known.name;
        }
        String name = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        if (looksDeclared(name)) {
            name = name.intern();
        }
        CACHE[slot] = new Entry(Arrays.copyOfRange(bytes, from, to), name);
        return name;
    }

    private static boolean looksDeclared(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (c < '0' || c > '9') && c != '$') {
                return false;
            }
        }
        return true;
    }
}
