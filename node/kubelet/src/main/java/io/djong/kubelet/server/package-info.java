/// What others ask of a kubelet, over HTTPS: logs, exec and the like, figures, the list of pods.
///
/// Start at [KubeletServer], which routes; [Access] decides who may ask.
///
/// A virtual thread a request.
@NullMarked
package io.djong.kubelet.server;

import org.jspecify.annotations.NullMarked;
