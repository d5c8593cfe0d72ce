package io.djong.http;

import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/// Tells protocol errors from all others.
final class Http2Exceptions {

    private Http2Exceptions() {}

    static boolean isFrom(Throwable cause) {
        for (@Nullable Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof Http2Exception) {
                return true;
            }
        }
        return false;
    }
}
