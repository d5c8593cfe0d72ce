/// The words everything else is made of: keys, kinds, failures, quantities, time, log.
///
/// Start at [Kind] and [ObjectKey]. Nothing here knows a particular Kubernetes kind, a socket or a file.
/// Time, timers and threads are interfaces ([Clock], [Timer], [Threads]) so that a test can own them.
@NullMarked
package io.djong.meta;

import org.jspecify.annotations.NullMarked;
