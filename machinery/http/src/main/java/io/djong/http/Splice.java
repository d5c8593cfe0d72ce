package io.djong.http;

import java.io.IOException;

/// One direction of two connections that were joined.
final class Splice {

    private static final int BUFFER_BYTES = 32 * 1024;

    private Splice() {}

    /// Copies until either side ends, then closes both.
    static void copy(RawConnection from, RawConnection to) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int n = from.in().read(buffer); n >= 0; n = from.in().read(buffer)) {
                to.out().write(buffer, 0, n);
                to.out().flush();
            }
        } catch (IOException _) {
            // Either side has gone; so does the other.
        } finally {
            to.close();
            from.close();
        }
    }
}
