/// What containers wrote: reading, following and rotating the files that a CRI runtime keeps.
///
/// Start at [ContainerLog]. [LogRotation] keeps the files small, [LogPaths] says where they are.
///
/// No threads: a follower follows on its caller's.
@NullMarked
package io.djong.runtime.logs;

import org.jspecify.annotations.NullMarked;
