package io.djong.wire;

import java.util.Base64;

/// Bytes in JSON.
final class Base64Text {

    private Base64Text() {}

    /// The text as Go writes the bytes that it reads from it.
    ///
    /// @throws DecodeException if it is no standard base64
    static String canonical(String text) {
        int length = text.length();
        if (length % 4 == 0 && digits(text) >= length - 2 && isExact(text)) {
            return text;
        }
        return Base64.getEncoder().encodeToString(decode(text));
    }

    private static int digits(String text) {
        int at = 0;
        while (at < text.length() && value(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /// Whether padding is right and the bits that it leaves over are zero.
    private static boolean isExact(String text) {
        int length = text.length();
        int digits = digits(text);
        return switch (length - digits) {
            case 0 -> true;
            case 1 -> text.charAt(length - 1) == '=' && (value(text.charAt(length - 2)) & 3) == 0;
            default -> text.endsWith("==") && (value(text.charAt(length - 3)) & 15) == 0;
        };
    }

    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' ? 62 : c == '/' ? 63 : -1;
    }

    /// Decodes as Go does: line ends are skipped, spare bits ignored, the complaint names the first wrong byte.
    static byte[] decode(String text) {
        byte[] out = new byte[text.length() / 4 * 3 + 3];
        int size = 0;
        int bits = 0;
        int held = 0;
        int at = 0;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\n' || c == '\r') {
                continue;
            }
            int value = value(c);
            if (value < 0) {
                break;
            }
            bits = bits << 6 | value;
            if (++held == 4) {
                out[size++] = (byte) (bits >> 16);
                out[size++] = (byte) (bits >> 8);
                out[size++] = (byte) bits;
                bits = 0;
                held = 0;
            }
        }
        if (held > 0 || at < text.length()) {
            size = decodeEnd(text, at, bits, held, out, size);
        }
        return java.util.Arrays.copyOf(out, size);
    }

    private static int decodeEnd(String text, int at, int bits, int held, byte[] out, int size) {
        if (at == text.length()) {
            throw illegal(at - held);
        }
        if (text.charAt(at) != '=' || held < 2) {
            throw illegal(at);
        }
        int end = skipLineEnds(text, at + 1);
        if (held == 2) {
            if (end == text.length()) {
                throw illegal(text.length());
            }
            if (text.charAt(end) != '=') {
                throw illegal(end - 1);
            }
            end = skipLineEnds(text, end + 1);
        }
        if (end < text.length()) {
            throw illegal(end);
        }
        out[size++] = (byte) (held == 2 ? bits >> 4 : bits >> 10);
        if (held == 3) {
            out[size++] = (byte) (bits >> 2);
        }
        return size;
    }

    private static int skipLineEnds(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == '\n' || text.charAt(at) == '\r')) {
            at++;
        }
        return at;
    }

    private static DecodeException illegal(int at) {
        return new DecodeException("illegal base64 data at input byte " + at);
    }
}
