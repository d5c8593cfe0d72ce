/// Lifecycle hooks. Start at [Hooks]. No threads; whoever calls waits.
@NullMarked
package io.djong.kubelet.hooks;

import org.jspecify.annotations.NullMarked;
