package io.djong.scheduler;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.client.Change;

/// What other threads tell the scheduling thread.
sealed interface Message {

    record PodChanged(Change<Pod> change) implements Message {}

    record NodeChanged(Change<Node> change) implements Message {}

    /// A pause of the queue is over.
    record Resume(String uid) implements Message {}

    record BindingFailed(QueuedPod queued, RuntimeException failure) implements Message {}
}
