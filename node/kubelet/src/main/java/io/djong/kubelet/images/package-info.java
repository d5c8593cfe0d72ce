/// Images: present before their containers start, and gone when the disk fills up.
///
/// Start at [ImagePulls]; [Backoff] spaces attempts out (of pulls, and of containers that crash).
///
/// A thread a pull; asking never waits for one.
@NullMarked
package io.djong.kubelet.images;

import org.jspecify.annotations.NullMarked;
