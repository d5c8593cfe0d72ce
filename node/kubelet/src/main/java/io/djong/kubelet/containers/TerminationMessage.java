package io.djong.kubelet.containers;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The last words of a container: what it wrote into its message file, or the end of its log.
///
/// @spec https://kubernetes.io/docs/tasks/debug/debug-application/determine-reason-pod-failure/ Termination message
final class TerminationMessage {

    private static final int FILE_BYTES_MAX = 4096;
    private static final int LOG_BYTES_MAX = 2048;
    private static final int LOG_LINES_MAX = 80;

    /// A log line is preceded by a time, a stream and a tag.
    private static final int LOG_PREFIX_FIELDS = 4;

    /// Enough of the log for the bytes wanted, prefixes included.
    private static final int LOG_BYTES_READ = 16 * 1024;

    private TerminationMessage() {}

    /// @param file "" when there is none
    /// @param log to fall back to, or null
    static String read(String file, @Nullable Path log) {
        if (!file.isEmpty()) {
            Path path = Path.of(file);
            try {
                if (Files.size(path) > 0) {
                    try (var in = Files.newInputStream(path)) {
                        return new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.UTF_8);
                    }
                }
            } catch (IOException failure) {
                return "Error on reading termination log %s: %s"
                        .formatted(file, failure.getMessage());
            }
        }
        return log == null ? "" : tail(log);
    }

    private static String tail(Path log) {
        try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
            long start = Math.max(0, file.length() - LOG_BYTES_READ);
            byte[] bytes = new byte[(int) (file.length() - start)];
            file.seek(start);
            file.readFully(bytes);
            List<String> lines = new ArrayList<>();
            for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n")) {
                String[] fields = line.split(" ", LOG_PREFIX_FIELDS);
                if (fields.length == LOG_PREFIX_FIELDS) {
                    lines.add(fields[LOG_PREFIX_FIELDS - 1]);
                }
            }
            List<String> last =
                    lines.subList(Math.max(0, lines.size() - LOG_LINES_MAX), lines.size());
            String text = last.isEmpty() ? "" : String.join("\n", last) + "\n";
            return text.length() > LOG_BYTES_MAX
                    ? text.substring(text.length() - LOG_BYTES_MAX)
                    : text;
        } catch (IOException failure) {
            return "Error reading termination message from logs: " + failure.getMessage();
        }
    }
}
