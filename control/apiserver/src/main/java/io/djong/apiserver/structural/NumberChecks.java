package io.djong.apiserver.structural;

import org.jspecify.annotations.Nullable;

/// Ranges and multiples of numbers. Whole numbers are compared as such, with whole limits: upstream's rule.
final class NumberChecks {

    /// The largest whole number that a JSON reader must keep exact.
    private static final double WHOLE_MAX = 9007199254740991.0;

    private static final double EPSILON = 1e-9;

    private final SchemaNode schema;
    private final String path;
    private final Findings findings;

    NumberChecks(SchemaNode schema, String path, Findings findings) {
        this.schema = schema;
        this.path = path;
        this.findings = findings;
    }

    /// Whether a decimal stands for a whole number.
    static boolean isWhole(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value) || Math.abs(value) > WHOLE_MAX) {
            return false;
        }
        double whole = (double) (long) value;
        if (value == whole) {
            return true;
        }
        double difference = Math.abs(value - whole);
        return value != 0
                && whole != 0
                && difference / (Math.abs(value) + Math.abs(whole)) < EPSILON;
    }

    void check(Number value) {
        SchemaNode.Limits limits = schema.limits();
        inRange(value, "Checked");
        if (limits.multipleOf() != null) {
            if (inRange(limits.multipleOf(), "MultipleOf")) {
                multipleOf(value, limits.multipleOf());
            } else {
                multipleOf(value.doubleValue(), limits.multipleOf());
            }
        }
        if (limits.minimum() != null) {
            boolean fits = inRange(limits.minimum(), "Minimum boundary");
            minimum(fits ? value : value.doubleValue(), limits.minimum());
        }
        if (limits.maximum() != null) {
            boolean fits = inRange(limits.maximum(), "Maximum boundary");
            maximum(fits ? value : value.doubleValue(), limits.maximum());
        }
        findings.pass();
    }

    private boolean inRange(Number value, String what) {
        String type = schema.intOrString() ? "" : schema.type();
        String format = schema.limits().format();
        boolean fits =
                switch (type) {
                    case "integer" ->
                            isInteger(value)
                                    && (!format.equals("int32")
                                            || value.longValue() == value.intValue());
                    default ->
                            !format.equals("float")
                                    || Math.abs(value.doubleValue()) <= Float.MAX_VALUE;
                };
        if (!fits) {
            findings.general(
                    what
                            + " value must be of type "
                            + type
                            + (format.isEmpty() ? " (default format)" : " with format " + format)
                            + " in "
                            + path);
        }
        return fits;
    }

    private static boolean isInteger(Number value) {
        return value instanceof Long
                || (value instanceof Double decimal
                        && decimal == Math.rint(decimal)
                        && Math.abs(decimal) < 0x1p63);
    }

    private void multipleOf(Number value, double factor) {
        if (value instanceof Long whole) {
            long wholeFactor = (long) factor;
            if (wholeFactor <= 0) {
                notPositive(wholeFactor);
            } else if (whole % wholeFactor != 0) {
                notMultiple(whole, wholeFactor);
            }
            return;
        }
        double decimal = value.doubleValue();
        if (factor <= 0) {
            notPositive(factor);
            return;
        }
        double times = factor < 1 ? 1 / factor * decimal : decimal / factor;
        if (!isWhole(times)) {
            notMultiple(decimal, factor);
        }
    }

    private void notPositive(Number factor) {
        findings.invalid(
                path,
                factor,
                "factor MultipleOf declared for "
                        + path
                        + " must be positive: "
                        + GoNumbers.text(factor));
    }

    private void notMultiple(Number value, Number factor) {
        findings.invalid(
                path, value, path + " in body should be a multiple of " + GoNumbers.text(factor));
    }

    private void maximum(Number value, double limit) {
        boolean exclusive = schema.limits().exclusiveMaximum();
        int order = order(value, limit);
        if (order > 0 || (exclusive && order == 0)) {
            limited(value, limit, exclusive ? "less than" : "less than or equal to");
        }
    }

    private void minimum(Number value, double limit) {
        boolean exclusive = schema.limits().exclusiveMinimum();
        int order = order(value, limit);
        if (order < 0 || (exclusive && order == 0)) {
            limited(value, limit, exclusive ? "greater than" : "greater than or equal to");
        }
    }

    private static int order(Number value, double limit) {
        return value instanceof Long whole
                ? Long.compare(whole, (long) limit)
                : Double.compare(value.doubleValue(), limit);
    }

    private void limited(@Nullable Number value, double limit, String rule) {
        Number shown = value instanceof Long ? (Number) (long) limit : (Number) limit;
        findings.invalid(
                path, value, path + " in body should be " + rule + " " + GoNumbers.text(shown));
    }
}
