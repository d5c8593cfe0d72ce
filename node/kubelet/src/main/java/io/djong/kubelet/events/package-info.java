/// Events: what a kubelet tells users in passing. Start at [Events].
///
/// One thread sends them, so that nobody waits.
@NullMarked
package io.djong.kubelet.events;

import org.jspecify.annotations.NullMarked;
