package io.djong.wire;

import io.djong.meta.Quantity;

/// The text in which upstream keeps a quantity: its own when it is canonical enough, else the canonical one.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ Quantity
final class QuantityText {

    private static final String SUFFIX = "unable to parse quantity's suffix";

    /// As many digits as upstream's fast path takes.
    private static final int DECIMAL_DIGITS_MAX = 18;

    private QuantityText() {}

    /// @throws DecodeException with upstream's text if it is malformed
    static String canonical(String raw) {
        String text = raw.strip();
        if (isKept(text)) {
            return text;
        }
        int end = numberEnd(text);
        if (end < text.length()) {
            checkSuffix(text.substring(end));
        }
        try {
            return Quantity.parse(text).toString();
        } catch (IllegalArgumentException malformed) {
            throw new DecodeException(
                    malformed instanceof NumberFormatException || malformed.getMessage() == null
                            ? Quantity.MALFORMED
                            : malformed.getMessage(),
                    malformed);
        }
    }

    private static int numberEnd(String text) {
        int at = 0;
        while (at < text.length() && "+-.0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at;
    }

    /// A suffix of the right letters that means nothing has a complaint of its own.
    private static void checkSuffix(String suffix) {
        int letters = 0;
        while (letters < suffix.length() && "eEinumkKMGTP".indexOf(suffix.charAt(letters)) >= 0) {
            letters++;
        }
        int rest = letters;
        if (letters > 0
                && rest < suffix.length()
                && (suffix.charAt(rest) == '-' || suffix.charAt(rest) == '+')) {
            rest++;
        }
        while (rest < suffix.length() && isDigit(suffix.charAt(rest))) {
            rest++;
        }
        if (rest == suffix.length() && letters > 0 && !isSuffix(suffix, letters)) {
            throw new DecodeException(SUFFIX);
        }
    }

    private static boolean isSuffix(String suffix, int letters) {
        if (letters == suffix.length()) {
            return switch (suffix) {
                case "n",
                        "u",
                        "m",
                        "k",
                        "M",
                        "G",
                        "T",
                        "P",
                        "E",
                        "Ki",
                        "Mi",
                        "Gi",
                        "Ti",
                        "Pi",
                        "Ei" ->
                        true;
                default -> false;
            };
        }
        char last = suffix.charAt(suffix.length() - 1);
        return letters == 1
                && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')
                && isDigit(last);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /// Whether upstream keeps the text as it is.
    private static boolean isKept(String text) {
        int length = text.length();
        int at = length > 0 && (text.charAt(0) == '-' || text.charAt(0) == '+') ? 1 : 0;
        while (at < length && text.charAt(at) == '0') {
            at++;
        }
        int whole = at;
        while (at < length && isDigit(text.charAt(at))) {
            at++;
        }
        int wholeDigits = at - whole;
        if (wholeDigits == 0) {
            return text.equals("0");
        }
        int fraction = at;
        if (at < length && text.charAt(at) == '.') {
            fraction = ++at;
            while (at < length && isDigit(text.charAt(at))) {
                at++;
            }
        }
        int fractionDigits = at - fraction;
        return isBinary(text, at)
                ? fraction == whole + wholeDigits && keepsBinary(text, whole, wholeDigits, at)
                : keepsDecimal(text, wholeDigits, fraction, fractionDigits, at);
    }

    private static boolean isBinary(String text, int suffix) {
        return text.length() == suffix + 2 && text.charAt(suffix + 1) == 'i';
    }

    private static boolean keepsBinary(String text, int whole, int digits, int suffix) {
        int step = "KMGTPE".indexOf(text.charAt(suffix)) + 1;
        if (step == 0 || 15 - digits - step * 3 - 1 < 0) {
            return false;
        }
        return (Long.parseLong(text, whole, whole + digits, 10) & 7) != 0;
    }

    private static boolean keepsDecimal(
            String text, int wholeDigits, int fraction, int fractionDigits, int suffix) {
        int exponent = exponent(text, suffix);
        int digits = wholeDigits + fractionDigits;
        int scale = exponent - fractionDigits;
        return exponent != Integer.MIN_VALUE
                && digits <= DECIMAL_DIGITS_MAX
                && scale >= -9
                && scale % 3 == 0
                && !endsInThreeZeros(text, fraction + fractionDigits, fractionDigits, digits);
    }

    private static boolean endsInThreeZeros(String text, int end, int fractionDigits, int digits) {
        if (digits < 3) {
            return false;
        }
        int zeros = 0;
        for (int i = end - 1, left = digits; left > 0 && zeros < 3; i--) {
            if (fractionDigits > 0 && text.charAt(i) == '.') {
                continue;
            }
            if (text.charAt(i) != '0') {
                return false;
            }
            zeros++;
            left--;
        }
        return zeros == 3;
    }

    /// The power of ten that the suffix stands for; [Integer#MIN_VALUE] when it stands for none.
    private static int exponent(String text, int suffix) {
        int length = text.length() - suffix;
        if (length == 0) {
            return 0;
        }
        if (length == 1) {
            return switch (text.charAt(suffix)) {
                case 'n' -> -9;
                case 'u' -> -6;
                case 'm' -> -3;
                case 'k' -> 3;
                case 'M' -> 6;
                case 'G' -> 9;
                case 'T' -> 12;
                case 'P' -> 15;
                case 'E' -> 18;
                default -> Integer.MIN_VALUE;
            };
        }
        char e = text.charAt(suffix);
        if ((e != 'e' && e != 'E') || length > 4) {
            return Integer.MIN_VALUE;
        }
        try {
            return Integer.parseInt(text, suffix + 1, text.length(), 10);
        } catch (NumberFormatException _) {
            return Integer.MIN_VALUE;
        }
    }
}
