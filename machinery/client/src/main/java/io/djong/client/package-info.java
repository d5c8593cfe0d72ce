/// How everything but the API server reaches the cluster: a typed client over one of two transports.
///
/// Start at [Client]. A [Transport] is in process (the API server's own pipeline, no socket, no copy) or HTTP; a caller cannot tell.
/// Control loops use an informer to observe and a [Client] to act.
@NullMarked
package io.djong.client;

import org.jspecify.annotations.NullMarked;
