/// The last word on a write: plug-ins that complete or refuse objects after authorization, before storage.
///
/// Start at [AdmissionChain], whose [AdmissionChain#ORDER] is the running order. Every plug-in is one file, named as upstream names it.
/// Plug-ins run on the thread of the request, many at once; they keep no state of their own.
@NullMarked
package io.djong.admission;

import org.jspecify.annotations.NullMarked;
