/// Tests of keys, certificates and trust.
@NullMarked
package io.djong.http.tls;

import org.jspecify.annotations.NullMarked;
