package io.djong.cel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of variables in one evaluation, asked for only when an expression reads them.
@FunctionalInterface
public interface Activation {

    /// A document tree, a scalar, a value of [Values], or null for JSON's null.
    ///
    /// @throws EvaluationException when the value cannot be had; the expression fails with it
    @Nullable Object value(String variable);

    static Activation of(Map<String, ?> values) {
        return values::get;
    }
}
