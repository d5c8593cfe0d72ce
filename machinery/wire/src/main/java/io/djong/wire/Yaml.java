package io.djong.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// YAML as kubectl and the API read and write it: a tree as JSON has, YAML 1.1 scalars.
///
/// @spec https://yaml.org/spec/1.1/ YAML 1.1
@SuppressWarnings("NullAway")
public final class Yaml {

    private Yaml() {}

    /// The first document; null when there is none.
    ///
    /// @throws DecodeException if it is malformed
    public static @Nullable Object parse(byte[] yaml) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }

    /// The first document, with its repeated fields.
    public static Json.Parsed parseStrict(byte[] yaml) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }

    /// All documents, empty ones left out.
    public static List<@Nullable Object> parseAll(byte[] yaml) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }

    /// As `kubectl -o yaml` shows it.
    public static byte[] write(@Nullable Object tree) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }
}
