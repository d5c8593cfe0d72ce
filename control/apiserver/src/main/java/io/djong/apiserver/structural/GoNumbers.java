package io.djong.apiserver.structural;

import java.math.BigDecimal;

/// Numbers as Go prints them in messages.
final class GoNumbers {

    private static final double EXPONENT_FROM = 1e21;
    private static final double EXPONENT_BELOW = 1e-4;

    private GoNumbers() {}

    static String text(Number number) {
        if (!(number instanceof Double value)) {
            return number.toString();
        }
        double size = Math.abs(value);
        if (size != 0 && (size < EXPONENT_BELOW || size >= EXPONENT_FROM)) {
            return exponential(value);
        }
        return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private static String exponential(double value) {
        String text = Double.toString(value).replace(".0E", "E");
        int at = text.indexOf('E');
        int exponent = Integer.parseInt(text.substring(at + 1));
        return text.substring(0, at)
                + (exponent < 0 ? "e-" : "e+")
                + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }
}
