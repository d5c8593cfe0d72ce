/// API priority and fairness: which requests may run now, which wait and which are turned away.
///
/// Start at [Fairness], the stage of the pipeline; [FlowControl] holds what flow schemas and priority levels say, a [Level] the seats
/// and queues of one priority level. Everything is safe for many threads; a level has one small lock.
@NullMarked
package io.djong.apiserver.fairness;

import org.jspecify.annotations.NullMarked;
