package io.djong.scheduler;

import io.djong.api.core.v1.Pod;

/// Where the scheduler's news for users goes.
public interface SchedulerEvents {

    /// @param type Normal or Warning
    /// @param action as in events.k8s.io: `Binding`, `Scheduling`, `Preempting`
    void record(Pod pod, String type, String reason, String action, String message);
}
