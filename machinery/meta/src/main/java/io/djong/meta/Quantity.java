package io.djong.meta;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// An amount of a resource: `100m`, `1Gi`, `1e3`. Equal amounts are equal, however they were written.
///
/// Precision finer than a nano rounds up, as upstream's does.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ Quantity
public final class Quantity implements Comparable<Quantity> {

    public enum Format {
        DECIMAL_SI,
        BINARY_SI,
        DECIMAL_EXPONENT
    }

    private static final String DECIMAL_SUFFIXES = "numkMGTPE";
    private static final int[] DECIMAL_POWERS = {-9, -6, -3, 3, 6, 9, 12, 15, 18};
    private static final String BINARY_SUFFIXES = "KMGTPE";
    private static final BigDecimal MAX =
            new BigDecimal(BigInteger.ONE.shiftLeft(63).subtract(BigInteger.ONE));

    /// Upstream's text for every malformed quantity.
    public static final String MALFORMED =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Format.DECIMAL_SI);

    private final BigDecimal amount;
    private final Format format;
    private @Nullable String text;

    private Quantity(BigDecimal amount, Format format) {
        this.amount = amount;
        this.format = format;
    }

    public static Quantity of(long amount) {
        return new Quantity(BigDecimal.valueOf(amount), Format.DECIMAL_SI);
    }

    /// Thousandths, as CPU is counted.
    public static Quantity ofMilli(long thousandths) {
        return new Quantity(BigDecimal.valueOf(thousandths, 3), Format.DECIMAL_SI);
    }

    /// Bytes, written with binary suffixes.
    public static Quantity ofBytes(long bytes) {
        return new Quantity(BigDecimal.valueOf(bytes), Format.BINARY_SI);
    }

    public static Quantity of(BigDecimal amount, Format format) {
        return new Quantity(amount, format);
    }

    /// @throws IllegalArgumentException with upstream's text if it is malformed
    public static Quantity parse(String text) {
        int end = 0;
        int length = text.length();
        if (end < length && (text.charAt(end) == '+' || text.charAt(end) == '-')) {
            end++;
        }
        int digits = 0;
        int dots = 0;
        while (end < length
                && (Character.digit(text.charAt(end), 10) >= 0 || text.charAt(end) == '.')) {
            if (text.charAt(end) == '.') {
                dots++;
            } else {
                digits++;
            }
            end++;
        }
        if (digits == 0 || dots > 1) {
            throw new IllegalArgumentException(MALFORMED);
        }
        BigDecimal number = new BigDecimal(text.substring(0, end));
        return scaled(number, text.substring(end));
    }

    private static Quantity scaled(BigDecimal number, String suffix) {
        if (suffix.isEmpty()) {
            return rounded(number, Format.DECIMAL_SI);
        }
        if (suffix.length() == 1) {
            int at = DECIMAL_SUFFIXES.indexOf(suffix.charAt(0));
            if (at >= 0) {
                return rounded(number.scaleByPowerOfTen(DECIMAL_POWERS[at]), Format.DECIMAL_SI);
            }
        }
        if (suffix.length() == 2 && suffix.charAt(1) == 'i') {
            int at = BINARY_SUFFIXES.indexOf(suffix.charAt(0));
            if (at >= 0) {
                BigDecimal factor = new BigDecimal(BigInteger.ONE.shiftLeft(10 * (at + 1)));
                return rounded(number.multiply(factor), Format.BINARY_SI);
            }
        }
        if (suffix.length() > 1 && (suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E')) {
            try {
                int exponent = Integer.parseInt(suffix.substring(1));
                if (Math.abs(exponent) <= 400) {
                    return rounded(number.scaleByPowerOfTen(exponent), Format.DECIMAL_EXPONENT);
                }
            } catch (NumberFormatException malformed) {
                throw new IllegalArgumentException(MALFORMED, malformed);
            }
        }
        throw new IllegalArgumentException(MALFORMED);
    }

    private static Quantity rounded(BigDecimal amount, Format format) {
        BigDecimal kept = amount.scale() > 9 ? amount.setScale(9, RoundingMode.UP) : amount;
        // Upstream caps binary amounts only.
        if (format == Format.BINARY_SI && kept.compareTo(MAX) > 0) {
            kept = MAX;
        } else if (format == Format.BINARY_SI && kept.compareTo(MAX.negate()) < 0) {
            kept = MAX.negate();
        }
        return new Quantity(kept, format);
    }

    public BigDecimal amount() {
        return amount;
    }

    public Format format() {
        return format;
    }

    public int signum() {
        return amount.signum();
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    /// The amount in whole units, rounded up; clamped to what a `long` holds.
    public long value() {
        return clamped(amount);
    }

    /// The amount in thousandths, rounded up; clamped to what a `long` holds.
    public long milliValue() {
        return clamped(amount.scaleByPowerOfTen(3));
    }

    private static long clamped(BigDecimal amount) {
        BigDecimal whole = amount.setScale(0, RoundingMode.UP);
        if (whole.compareTo(MAX) > 0) {
            return Long.MAX_VALUE;
        }
        return whole.compareTo(MAX.negate()) < 0 ? Long.MIN_VALUE : whole.longValueExact();
    }

    public Quantity plus(Quantity other) {
        return new Quantity(amount.add(other.amount), isZero() ? other.format : format);
    }

    public Quantity minus(Quantity other) {
        return new Quantity(amount.subtract(other.amount), isZero() ? other.format : format);
    }

    public Quantity negate() {
        return new Quantity(amount.negate(), format);
    }

    public static Quantity max(Quantity a, Quantity b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    @Override
    public int compareTo(Quantity other) {
        return amount.compareTo(other.amount);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Quantity quantity && amount.compareTo(quantity.amount) == 0;
    }

    @Override
    public int hashCode() {
        return amount.stripTrailingZeros().hashCode();
    }

    /// The canonical text: no fraction, the largest suffix that keeps every digit.
    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = canonical();
            text = known;
        }
        return known;
    }

    private String canonical() {
        if (amount.signum() == 0) {
            return "0";
        }
        boolean binary =
                format == Format.BINARY_SI
                        && amount.abs().compareTo(BigDecimal.valueOf(1024)) >= 0
                        && amount.stripTrailingZeros().scale() <= 0;
        return binary ? binaryText() : decimalText();
    }

    private String binaryText() {
        BigInteger whole = amount.toBigIntegerExact();
        int step = Math.min(whole.abs().getLowestSetBit() / 10, BINARY_SUFFIXES.length());
        String suffix = step == 0 ? "" : BINARY_SUFFIXES.charAt(step - 1) + "i";
        return whole.shiftRight(10 * step) + suffix;
    }

    private String decimalText() {
        BigDecimal stripped = amount.stripTrailingZeros();
        int exponent = Math.min(Math.floorDiv(-stripped.scale(), 3) * 3, 18);
        String digits = stripped.scaleByPowerOfTen(-exponent).toBigIntegerExact().toString();
        if (exponent == 0) {
            return digits;
        }
        if (format == Format.DECIMAL_EXPONENT) {
            return digits + "e" + exponent;
        }
        for (int i = 0; i < DECIMAL_POWERS.length; i++) {
            if (DECIMAL_POWERS[i] == exponent) {
                return digits + DECIMAL_SUFFIXES.charAt(i);
            }
        }
        throw new IllegalStateException("no suffix for 10^" + exponent);
    }
}
