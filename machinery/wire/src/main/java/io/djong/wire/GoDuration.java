package io.djong.wire;

/// Durations in Go's notation, counted in nanoseconds.
final class GoDuration {

    private static final long SECOND = 1_000_000_000L;

    private GoDuration() {}

    /// @throws DecodeException if it is no duration
    static long parse(String text) {
        int at = 0;
        boolean negative = false;
        if (!text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            negative = text.charAt(0) == '-';
            at = 1;
        }
        if (text.substring(at).equals("0")) {
            return 0;
        }
        if (at == text.length()) {
            throw invalid(text);
        }
        double total = 0;
        long exact = 0;
        while (at < text.length()) {
            int from = at;
            while (at < text.length() && (isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            String number = text.substring(from, at);
            int unitFrom = at;
            while (at < text.length() && !isDigit(text.charAt(at)) && text.charAt(at) != '.') {
                at++;
            }
            String unit = text.substring(unitFrom, at);
            if (number.isEmpty()
                    || number.equals(".")
                    || number.indexOf('.') != number.lastIndexOf('.')) {
                throw invalid(text);
            }
            if (unit.isEmpty()) {
                throw new DecodeException("time: missing unit in duration \"" + text + "\"");
            }
            java.math.BigDecimal amount =
                    new java.math.BigDecimal(number)
                            .multiply(java.math.BigDecimal.valueOf(nanos(unit, text)));
            total += amount.doubleValue();
            if (total > Long.MAX_VALUE - 1024.0) {
                throw invalid(text);
            }
            exact += amount.longValue();
        }
        return negative ? -exact : exact;
    }

    private static long nanos(String unit, String text) {
        return switch (unit) {
            case "ns" -> 1;
            case "us", "\u00b5s", "\u03bcs" -> 1_000;
            case "ms" -> 1_000_000;
            case "s" -> SECOND;
            case "m" -> 60 * SECOND;
            case "h" -> 3600 * SECOND;
            default ->
                    throw new DecodeException(
                            "time: unknown unit \"" + unit + "\" in duration \"" + text + "\"");
        };
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static DecodeException invalid(String text) {
        return new DecodeException("time: invalid duration \"" + text + "\"");
    }

    /// `1h0m5s`, `1.5ms`, `0s`.
    static String text(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        String sign = nanos < 0 ? "-" : "";
        long size = Math.abs(nanos);
        if (size < SECOND) {
            long unit = size < 1_000 ? 1 : size < 1_000_000 ? 1_000 : 1_000_000;
            return sign
                    + decimal(size, unit)
                    + (unit == 1 ? "ns" : unit == 1_000 ? "\u00b5s" : "ms");
        }
        long hours = size / (3600 * SECOND);
        long minutes = size / (60 * SECOND) % 60;
        String seconds = decimal(size % (60 * SECOND), SECOND) + "s";
        if (hours > 0) {
            return sign + hours + "h" + minutes + "m" + seconds;
        }
        return sign + (minutes > 0 ? minutes + "m" : "") + seconds;
    }

    private static String decimal(long amount, long unit) {
        return java.math.BigDecimal.valueOf(amount)
                .divide(java.math.BigDecimal.valueOf(unit))
                .stripTrailingZeros()
                .toPlainString();
    }
}
