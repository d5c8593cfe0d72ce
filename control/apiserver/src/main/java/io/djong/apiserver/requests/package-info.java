/// One request on its way through the pipeline, and the answer to it, whichever transport brought it.
///
/// Start at [Call] and [Reply]. A call is confined to the thread that serves it; replies are values.
@NullMarked
package io.djong.apiserver.requests;

import org.jspecify.annotations.NullMarked;
