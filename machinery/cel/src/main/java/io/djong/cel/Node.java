package io.djong.cel;

import org.jspecify.annotations.Nullable;

/// A part of a program. Immutable.
@FunctionalInterface
interface Node {

    /// @throws EvaluationException when it has no value
    Object evaluate(Evaluation evaluation, @Nullable Scope scope);

    /// A local variable and those around it.
    final class Scope {
        final String name;
        final @Nullable Scope outer;

        /// A value, or the [EvaluationException] that there is instead.
        Object value;

        Scope(String name, Object value, @Nullable Scope outer) {
            this.name = name;
            this.value = value;
            this.outer = outer;
        }

        Object get() {
            if (value instanceof EvaluationException failure) {
                throw failure;
            }
            return value;
        }
    }

    /// A value that is known beforehand.
    record Constant(Object value) implements Node {
        @Override
        public Object evaluate(Evaluation evaluation, @Nullable Scope scope) {
            return value;
        }
    }
}
