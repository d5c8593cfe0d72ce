package io.djong.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Percent-decoding; null instead of an exception for what is broken.
final class PercentCodec {

    private PercentCodec() {}

    /// Of a query's name or value, where a plus is a blank.
    static @Nullable String decodeQuery(String text) {
        return decode(text, true);
    }

    static @Nullable String decodePath(String text) {
        return decode(text, false);
    }

    private static @Nullable String decode(String text, boolean plusIsBlank) {
        if (text.indexOf('%') < 0 && !(plusIsBlank && text.indexOf('+') >= 0)) {
            return text;
        }
        byte[] raw = text.getBytes(StandardCharsets.UTF_8);
        int length = 0;
        for (int i = 0; i < raw.length; i++) {
            byte b = raw[i];
            if (b == '%') {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                raw[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                raw[length++] = plusIsBlank && b == '+' ? (byte) ' ' : b;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(raw, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            return null;
        }
    }
}
