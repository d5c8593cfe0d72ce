package io.djong.controllers.job;

import io.djong.api.batch.v1.Job;
import io.djong.api.batch.v1.JobCondition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The conditions of a Job.
final class JobConditions {

    static final String COMPLETE = "Complete";
    static final String FAILED = "Failed";
    static final String FAILURE_TARGET = "FailureTarget";
    static final String SUCCESS_MET = "SuccessCriteriaMet";
    static final String SUSPENDED = "Suspended";

    private JobConditions() {}

    /// The condition if it holds, or null.
    static @Nullable JobCondition holding(Job job, String type) {
        for (JobCondition condition : job.status().conditions()) {
            if (condition.type().equals(type) && condition.status().equals("True")) {
                return condition;
            }
        }
        return null;
    }

    /// The condition with which it ended, or null while it runs.
    static @Nullable JobCondition ending(Job job) {
        JobCondition complete = holding(job, COMPLETE);
        return complete == null ? holding(job, FAILED) : complete;
    }

    static boolean isFinished(Job job) {
        return ending(job) != null;
    }

    /// Sets a condition; one of the same status, reason and message stays as it is.
    static List<JobCondition> with(
            List<JobCondition> conditions,
            String type,
            String status,
            String reason,
            String message,
            Instant now) {
        List<JobCondition> changed = new ArrayList<>();
        JobCondition next =
                JobCondition.EMPTY
                        .withType(type)
                        .withStatus(status)
                        .withLastProbeTime(now)
                        .withLastTransitionTime(now)
                        .withReason(reason)
                        .withMessage(message);
        boolean found = false;
        for (JobCondition condition : conditions) {
            boolean isIt = condition.type().equals(type);
            boolean same = condition.status().equals(status) && condition.reason().equals(reason);
            changed.add(isIt && !same ? next : condition);
            found |= isIt;
        }
        if (!found) {
            changed.add(next);
        }
        return changed;
    }
}
