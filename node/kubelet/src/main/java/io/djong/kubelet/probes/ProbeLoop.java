package io.djong.kubelet.probes;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Probe;
import io.djong.kubelet.events.Events;
import io.djong.meta.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/// Probes one container in one way for as long as it runs.
///
/// Shape: confined to its thread; the verdict is handed out.
final class ProbeLoop implements Runnable {

    /// How often a probe that could not be made is made again at once.
    private static final int TRIES = 3;

    /// How often to look whether the container has started, for probes that have to wait for that.
    private static final Duration LOOK = Duration.ofMillis(50);

    enum Type {
        STARTUP("Startup"),
        LIVENESS("Liveness"),
        READINESS("Readiness");

        private final String title;

        Type(String title) {
            this.title = title;
        }
    }

    /// What is probed.
    ///
    /// @param address the pod's
    record Target(Pod pod, Container container, String id, String address, Instant startedAt) {}

    private final Type type;
    private final Probe probe;
    private final Target target;
    private final Prober prober;
    private final Events events;
    private final Clock clock;
    private final BooleanSupplier mayBegin;
    private final Consumer<Boolean> verdict;
    private int run;
    private boolean last;

    /// @param mayBegin whether the container has started as far as this probe has to wait for that
    /// @param verdict told of each result that counts
    ProbeLoop(
            Type type,
            Probe probe,
            Target target,
            Prober prober,
            Events events,
            Clock clock,
            BooleanSupplier mayBegin,
            Consumer<Boolean> verdict) {
        this.type = type;
        this.probe = probe;
        this.target = target;
        this.prober = prober;
        this.events = events;
        this.clock = clock;
        this.mayBegin = mayBegin;
        this.verdict = verdict;
    }

    @Override
    public void run() {
        try {
            Duration sinceStart = Duration.between(target.startedAt(), clock.now());
            Duration delay = Duration.ofSeconds(probe.initialDelaySeconds()).minus(sinceStart);
            if (delay.isPositive()) {
                clock.sleep(delay);
            }
            while (!mayBegin.getAsBoolean()) {
                clock.sleep(LOOK);
            }
            while (goOn(probeUntilKnown())) {
                clock.sleep(Duration.ofSeconds(Math.max(1, probe.periodSeconds())));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome probeUntilKnown() throws InterruptedException {
        Outcome outcome = prober.probe(probe, target.container(), target.id(), target.address());
        for (int i = 1; i < TRIES && outcome instanceof Outcome.Unknown; i++) {
            outcome = prober.probe(probe, target.container(), target.id(), target.address());
        }
        return outcome;
    }

    /// Counts a result; false when this probe has nothing more to say about this container.
    private boolean goOn(Outcome outcome) {
        if (Thread.currentThread().isInterrupted()) {
            return false;
        }
        tell(outcome);
        if (outcome instanceof Outcome.Unknown) {
            return true;
        }
        boolean succeeded = outcome instanceof Outcome.Success;
        run = succeeded == last ? run + 1 : 1;
        last = succeeded;
        int threshold =
                Math.max(1, succeeded ? probe.successThreshold() : probe.failureThreshold());
        if (run < threshold) {
            return true;
        }
        verdict.accept(succeeded);
        return switch (type) {
            case STARTUP -> false;
            case LIVENESS -> succeeded;
            case READINESS -> true;
        };
    }

    private void tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Success _ -> {}
            case Outcome.Failure(var output) ->
                    warn("%s probe failed: %s".formatted(type.title, output));
            case Outcome.Unknown(var output) ->
                    warn(
                            "%s probe errored and resulted in unknown state: %s"
                                    .formatted(type.title, output));
        }
    }

    private void warn(String message) {
        events.warning(target.pod(), target.container(), "Unhealthy", message);
    }
}
