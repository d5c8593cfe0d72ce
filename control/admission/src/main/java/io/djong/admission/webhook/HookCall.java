package io.djong.admission.webhook;

import io.djong.admission.Review;
import io.djong.admission.matching.Target;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Asks one webhook once, and counts it. Any thread.
final class HookCall {

    private static final int OK = 200;

    private final HookClient client;
    private final HookMetrics metrics;
    private final Clock clock;
    private final RandomGenerator random;
    private final boolean mayPatch;

    /// @param mayPatch whether it is asked as a mutating webhook
    HookCall(
            HookClient client,
            HookMetrics metrics,
            Clock clock,
            RandomGenerator random,
            boolean mayPatch) {
        this.client = client;
        this.metrics = metrics;
        this.clock = clock;
        this.random = random;
        this.mayPatch = mayPatch;
    }

    /// What came of it.
    sealed interface Outcome {
        record Answered(ReviewAnswer answer) implements Outcome {}

        /// No usable answer, and the webhook's policy lets that pass.
        record FailedOpen(String why) implements Outcome {}

        record Refused(Failure failure) implements Outcome {}
    }

    /// @param seen with its objects in the version of `target`
    Outcome perform(Hook hook, Review seen, Target target) {
        long began = clock.nanos();
        String operation = seen.operation();
        if (seen.call().isDryRun() && !hook.allowsDryRun()) {
            count(hook, operation, began, 0, HookMetrics.Rejection.APISERVER_INTERNAL_ERROR);
            return new Outcome.Refused(
                    Failure.badRequest(
                            "admission webhook \"%s\" does not support dry run"
                                    .formatted(hook.name())));
        }
        try {
            ReviewAnswer answer = ask(hook, seen, target);
            Failure denial = answer.denial();
            if (denial == null) {
                metrics.called(hook.name(), type(), operation, since(began), OK, false);
            } else {
                count(hook, operation, began, denial.code(), HookMetrics.Rejection.NO_ERROR);
            }
            return new Outcome.Answered(answer);
        } catch (HookException failed) {
            String why = "failed calling webhook \"%s\": %s".formatted(hook.name(), failed.text());
            if (hook.failsOpen()) {
                metrics.called(hook.name(), type(), operation, since(began), failed.code(), false);
                metrics.failedOpen(hook.name(), type());
                return new Outcome.FailedOpen(why);
            }
            count(
                    hook,
                    operation,
                    began,
                    failed.code(),
                    HookMetrics.Rejection.CALLING_WEBHOOK_ERROR);
            return new Outcome.Refused(Failure.internal(why));
        } catch (ApiException failed) {
            count(hook, operation, began, 0, HookMetrics.Rejection.APISERVER_INTERNAL_ERROR);
            return new Outcome.Refused(failed.failure());
        }
    }

    private ReviewAnswer ask(Hook hook, Review seen, Target target) {
        String version =
                ReviewDocument.version(hook)
                        .orElseThrow(() ->
                                new HookException(
                                        "could not create admission objects: webhook does not accept known AdmissionReview versions (v1, v1beta1)",
                                        400));
        String uid = new UUID(random.nextLong(), random.nextLong()).toString();
        Fields review = ReviewDocument.of(version, uid, seen, target);
        Fields answer;
        try {
            answer = client.post(hook, review);
        } catch (HookException failed) {
            throw new HookException("failed to call webhook: " + failed.text(), failed.code());
        }
        return ReviewAnswer.of(hook, version, uid, mayPatch, answer);
    }

    private String type() {
        return mayPatch ? "admit" : "validating";
    }

    private Duration since(long began) {
        return Duration.ofNanos(clock.nanos() - began);
    }

    private void count(
            Hook hook, String operation, long began, int code, HookMetrics.Rejection why) {
        metrics.called(hook.name(), type(), operation, since(began), code, true);
        metrics.rejected(hook.name(), type(), operation, why, code);
    }
}
