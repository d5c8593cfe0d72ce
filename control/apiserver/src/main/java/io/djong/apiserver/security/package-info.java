/// The parts of `auth` put together over the store: who asks, and may they.
///
/// Start at [Security]. Everything here reads the store directly, so that what was just written counts at once.
@NullMarked
package io.djong.apiserver.security;

import org.jspecify.annotations.NullMarked;
