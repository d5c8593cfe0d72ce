package io.djong.wire;

import java.math.BigDecimal;

/// Decimal numbers as Go writes them into JSON.
final class GoFloats {

    private GoFloats() {}

    /// The shortest digits that read back the same; an exponent below 1e-6 and from 1e21.
    static String text(double number) {
        if (Double.isNaN(number) || Double.isInfinite(number)) {
            throw new DecodeException(
                    "json: unsupported value: "
                            + (Double.isNaN(number) ? "NaN" : number > 0 ? "+Inf" : "-Inf"));
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0" : "0";
        }
        double size = Math.abs(number);
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (size >= 1e-6 && size < 1e21) {
            return exact.toPlainString();
        }
        String digits = exact.unscaledValue().abs().toString();
        int exponent = digits.length() - 1 - exact.scale();
        StringBuilder text = new StringBuilder();
        if (number < 0) {
            text.append('-');
        }
        text.append(digits.charAt(0));
        if (digits.length() > 1) {
            text.append('.').append(digits, 1, digits.length());
        }
        return text.append('e')
                .append(exponent < 0 ? '-' : '+')
                .append(Math.abs(exponent))
                .toString();
    }
}
