package io.djong.apiserver.validation;

/// The rule for the names of field managers.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/#managers Managers
public final class FieldManagers {

    private static final int BYTES_MAX = 128;

    private FieldManagers() {}

    /// A name is printable and not too long.
    public static void validate(String manager, FieldPath path, FieldErrors errors) {
        if (manager.length() > BYTES_MAX) {
            errors.tooLong(path, BYTES_MAX);
        }
        for (int i = 0; i < manager.length(); ) {
            int point = manager.codePointAt(i);
            if (!isPrintable(point)) {
                errors.invalid(
                        path,
                        manager,
                        "invalid character U+%04X (at position %d)".formatted(point, i));
            }
            i += Character.charCount(point);
        }
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.UNASSIGNED,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            case Character.SPACE_SEPARATOR -> point == ' ';
            default -> true;
        };
    }
}
