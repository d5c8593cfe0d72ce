package io.djong.apiserver.validation;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.Quantity;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Small rules for single values, worded as in Kubernetes 1.36.
public final class Checks {

    public static final String NOT_NEGATIVE = "must be greater than or equal to 0";
    public static final String POSITIVE = "must be greater than zero";

    private static final String FILE_MODE =
            "must be a number between 0 and 0777 (octal), both inclusive";
    private static final long FILE_MODE_MAX = 0777;

    private Checks() {}

    public static void notNegative(@Nullable Long value, FieldPath path, FieldErrors errors) {
        if (value != null && value < 0) {
            errors.invalid(path, value, NOT_NEGATIVE);
        }
    }

    public static void positive(@Nullable Long value, FieldPath path, FieldErrors errors) {
        if (value != null && value <= 0) {
            errors.invalid(path, value, POSITIVE);
        }
    }

    public static void inRange(
            @Nullable Long value, long min, long max, FieldPath path, FieldErrors errors) {
        if (value != null) {
            errors.invalid(path, value, Names.inRange(value, min, max));
        }
    }

    public static void fileMode(@Nullable Long mode, FieldPath path, FieldErrors errors) {
        if (mode != null && (mode < 0 || mode > FILE_MODE_MAX)) {
            errors.invalid(path, mode, FILE_MODE);
        }
    }

    /// A text that must not be empty.
    public static void required(Fields object, String name, FieldPath path, FieldErrors errors) {
        if (object.string(name).isEmpty()) {
            errors.required(path.child(name), "");
        }
    }

    /// One of a closed list; an empty text is a missing one.
    public static void oneOf(
            String value, List<String> supported, FieldPath path, FieldErrors errors) {
        if (value.isEmpty()) {
            errors.required(path, "");
        } else {
            supported(value, supported, path, errors);
        }
    }

    /// One of a closed list.
    public static void supported(
            String value, List<String> supported, FieldPath path, FieldErrors errors) {
        if (!supported.contains(value)) {
            errors.notSupported(path, value, supported);
        }
    }

    /// The name of a label.
    public static void labelName(String value, FieldPath path, FieldErrors errors) {
        errors.invalid(path, value, Names.qualified(value));
    }

    public static void subdomain(String value, FieldPath path, FieldErrors errors) {
        errors.invalid(path, value, Names.dnsSubdomain(value));
    }

    public static void label(String value, FieldPath path, FieldErrors errors) {
        errors.invalid(path, value, Names.dnsLabel(value));
    }

    /// A port by its number or its name.
    public static void portOrName(@Nullable Object port, FieldPath path, FieldErrors errors) {
        if (port instanceof String name) {
            errors.invalid(path, name, Names.portName(name));
        } else {
            long number = port instanceof Number value ? value.longValue() : 0;
            errors.invalid(path, number, Names.port(number));
        }
    }

    /// Quantities that count something must be whole, and none may be below zero.
    public static void quantity(@Nullable Object amount, FieldPath path, FieldErrors errors) {
        Quantity quantity = Trees.quantity(amount);
        if (quantity.signum() < 0) {
            errors.invalid(path, quantity.toString(), NOT_NEGATIVE);
        }
    }
}
