package io.djong.store;

import org.jspecify.annotations.Nullable;

/// One change of one key.
///
/// @param entry the new entry; for a delete the one that was deleted
/// @param previous what was under the key before; null if nothing
/// @param revision the revision of the change
public record Event(Type type, Entry entry, @Nullable Entry previous, long revision) {

    public enum Type {
        PUT,
        DELETE
    }
}
