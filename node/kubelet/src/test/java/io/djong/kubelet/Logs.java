package io.djong.kubelet;

import io.djong.meta.Clock;
import io.djong.runtime.logs.ContainerLog;
import io.djong.runtime.logs.LogOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What containers wrote.
final class Logs {

    private Logs() {}

    static String text(Path file) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            new ContainerLog(file, Clock.system()).read(LogOptions.all(), () -> false, out, out);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
