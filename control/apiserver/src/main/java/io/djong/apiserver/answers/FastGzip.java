package io.djong.apiserver.answers;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/// Compresses at the lowest level, as upstream does.
final class FastGzip extends GZIPOutputStream {

    private static final int BUFFER_BYTES = 64 * 1024;

    FastGzip(OutputStream out) throws IOException {
        super(out, BUFFER_BYTES);
        def.setLevel(Deflater.BEST_SPEED);
    }
}
