/// What every request goes through before it is served.
///
/// Start at [Pipeline]: the list of its [Filter]s is the running order. Each request runs on a virtual thread of its own.
@NullMarked
package io.djong.apiserver.pipeline;

import org.jspecify.annotations.NullMarked;
