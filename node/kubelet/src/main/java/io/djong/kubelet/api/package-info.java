/// The objects of the API that a kubelet follows.
///
/// [WatchedObjects] follows the single objects that pods refer to, as a node may not see more.
///
/// One thread an object followed.
@NullMarked
package io.djong.kubelet.api;

import org.jspecify.annotations.NullMarked;
