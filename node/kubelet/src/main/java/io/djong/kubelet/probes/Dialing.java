package io.djong.kubelet.probes;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Go's words for connections that did not come about.
final class Dialing {

    private Dialing() {}

    static String words(Throwable failure) {
        for (Throwable at = failure; at != null; at = next(at)) {
            if (at instanceof SocketTimeoutException) {
                return "i/o timeout";
            }
            if (at instanceof NoRouteToHostException) {
                return "connect: no route to host";
            }
            if (at instanceof ConnectException) {
                String message = String.valueOf(at.getMessage()).toLowerCase(Locale.ROOT);
                return message.contains("timed out")
                        ? "i/o timeout"
                        : "connect: connection refused";
            }
        }
        return String.valueOf(failure.getMessage());
    }

    private static @Nullable Throwable next(Throwable failure) {
        return failure.getCause();
    }
}
