/// Container images made and named without any outside tool.
///
/// Start at [ImageArchive], which writes an archive that every runtime can import; [PauseImage] is the one
/// image that the product itself consists of, and [ImageName] knows what `busybox` means.
///
/// No threads, no network.
@NullMarked
package io.djong.runtime.image;

import org.jspecify.annotations.NullMarked;
