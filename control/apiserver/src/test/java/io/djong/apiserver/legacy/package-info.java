/// Tests of old versions. Start at [LegacyRoundTripTest].
@NullMarked
package io.djong.apiserver.legacy;

import org.jspecify.annotations.NullMarked;
