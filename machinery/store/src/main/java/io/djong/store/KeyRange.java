package io.djong.store;

/// All keys that begin with a prefix, or a single key.
public record KeyRange(String prefix, boolean isSingle) {

    public static final KeyRange ALL = new KeyRange("", false);

    public static KeyRange prefix(String prefix) {
        return new KeyRange(prefix, false);
    }

    public static KeyRange key(String key) {
        return new KeyRange(key, true);
    }

    public boolean contains(String key) {
        return isSingle ? key.equals(prefix) : key.startsWith(prefix);
    }
}
