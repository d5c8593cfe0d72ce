/// Bodies of requests become documents: media types, strictness, and what clients hear when it fails.
///
/// Start at [BodyDecoder]. Stateless.
@NullMarked
package io.djong.apiserver.decoding;

import org.jspecify.annotations.NullMarked;
