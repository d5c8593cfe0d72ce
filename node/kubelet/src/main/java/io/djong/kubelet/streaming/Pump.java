package io.djong.kubelet.streaming;

import io.djong.http.ClosedException;
import io.djong.meta.Log;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Moves bytes until there are no more, and passes the end on.
final class Pump implements Runnable {

    private static final Log LOG = Log.of(Pump.class);

    private static final int BUFFER_BYTES = 32 * 1024;

    private final InputStream from;
    private final OutputStream to;

    Pump(InputStream from, OutputStream to) {
        this.from = from;
        this.to = to;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (to) {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                to.write(buffer, 0, count);
                to.flush();
            }
        } catch (IOException | ClosedException ended) {
            // One side is gone: there is nobody left to tell but those who look for it.
            LOG.debug("Stream ended", "why", ended.getMessage());
        }
    }
}
