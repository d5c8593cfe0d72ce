package io.djong.meta;

/// A number or a text, as in `targetPort: 80` and `maxSurge: 25%`.
public sealed interface IntOrString {

    record Int(int value) implements IntOrString {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    record Text(String value) implements IntOrString {
        @Override
        public String toString() {
            return value;
        }
    }

    static IntOrString of(int value) {
        return new Int(value);
    }

    static IntOrString of(String value) {
        return new Text(value);
    }

    /// From a tree's value: a [Number] or a [String].
    static IntOrString ofRaw(Object raw) {
        return raw instanceof Number number ? new Int(number.intValue()) : new Text(raw.toString());
    }

    /// As a tree's value.
    default Object raw() {
        return switch (this) {
            case Int(int value) -> (Object) (long) value;
            case Text(String value) -> value;
        };
    }

    /// The number itself, or the percentage of `total`; `25%` of 10 is 2, or 3 when rounded up.
    ///
    /// @throws IllegalArgumentException if the text is no percentage
    default int scaled(int total, boolean roundUp) {
        return switch (this) {
            case Int(int value) -> value;
            case Text(String value) -> {
                if (!value.endsWith("%")) {
                    throw new IllegalArgumentException(
                            "invalid value for IntOrString: invalid type: string is not a percentage");
                }
                long percent = Long.parseLong(value.substring(0, value.length() - 1));
                yield Math.toIntExact(
                        roundUp
                                ? Math.ceilDiv(percent * total, 100)
                                : Math.floorDiv(percent * total, 100));
            }
        };
    }
}
