package io.djong.cel;

import java.util.HashMap;
import java.util.Map;

/// One run of a program: its variables and what it has cost so far. Confined to the caller's thread.
final class Evaluation {

    /// How many units pass between looks at the interrupt flag.
    private static final long CHECK_EVERY = 4096;

    /// The run was stopped; no part of the expression may catch it.
    static final class Cancelled extends RuntimeException {
        private static final long serialVersionUID = 1;

        Cancelled(String message) {
            super(message, null, false, false);
        }
    }

    private final Activation activation;
    private final Environment environment;
    private final long limit;
    private final Map<String, Object> read = new HashMap<>();
    private long cost;
    private long checkAt = CHECK_EVERY;

    Evaluation(Activation activation, Environment environment, long limit) {
        this.activation = activation;
        this.environment = environment;
        this.limit = limit;
    }

    long cost() {
        return cost;
    }

    void charge(long units) {
        cost += units;
        if (cost > limit) {
            throw new Cancelled("operation cancelled: actual cost limit exceeded");
        }
        if (cost > checkAt) {
            checkAt = cost + CHECK_EVERY;
            if (Thread.currentThread().isInterrupted()) {
                throw new Cancelled("operation interrupted");
            }
        }
    }

    Object variable(String name) {
        Object known = read.get(name);
        if (known == null) {
            known = Values.adapt(activation.value(name), environment.variable(name));
            read.put(name, known);
        }
        return known;
    }
}
