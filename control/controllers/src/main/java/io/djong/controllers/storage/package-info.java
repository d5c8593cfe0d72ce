/// Lets volumes and claims go once nothing uses them.
///
/// Start at [ClaimProtection] and [VolumeProtection].
@NullMarked
package io.djong.controllers.storage;

import org.jspecify.annotations.NullMarked;
