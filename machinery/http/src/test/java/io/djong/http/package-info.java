/// Tests over real sockets on loopback. Start at [ServerTest]; certificates come from [TestAuthority].
@NullMarked
package io.djong.http;

import org.jspecify.annotations.NullMarked;
