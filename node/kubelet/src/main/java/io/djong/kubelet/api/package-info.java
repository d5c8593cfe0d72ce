/// The objects of the API that a kubelet follows.
///
/// Start at [Mirror], a list-and-watch of one kind; [WatchedObjects] follows single objects that pods refer to, as a node may
/// not see more.
///
/// One thread a mirror.
@NullMarked
package io.djong.kubelet.api;

import org.jspecify.annotations.NullMarked;
