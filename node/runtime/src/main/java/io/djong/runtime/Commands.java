package io.djong.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Runs small system tools and waits for them.
final class Commands {

    /// What a tool says beyond this is not needed to understand why it failed.
    private static final int OUTPUT_BYTES_MAX = 1 << 20;

    private Commands() {}

    /// Runs `command` and returns what it printed.
    ///
    /// @throws RuntimeSetupException with the tool's own words when it is missing or ends with a status other than 0
    static String run(String... command) {
        return run(InputStream.nullInputStream(), command);
    }

    static String run(InputStream input, String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.getOutputStream()) {
                input.transferTo(stdin);
            } catch (IOException closedEarly) {
                // The tool ended without reading everything: its status and output tell why.
            }
            byte[] output = process.getInputStream().readNBytes(OUTPUT_BYTES_MAX);
            int status = process.waitFor();
            String text = new String(output, StandardCharsets.UTF_8).strip();
            if (status != 0) {
                throw new RuntimeSetupException(
                        String.join(" ", command) + ": status " + status + ": " + text);
            }
            return text;
        } catch (IOException failure) {
            throw new RuntimeSetupException(List.of(command) + " could not be run", failure);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new RuntimeSetupException(String.join(" ", command) + " was interrupted", stop);
        }
    }
}
