package io.djong.acceptance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs commands and keeps what they say.
final class Shell {

    /// @param output standard output and error, together
    record Result(List<String> command, int exitCode, String output) {

        /// @throws AssertionError when the command failed
        String orFail() {
            if (exitCode != 0) {
                throw new AssertionError(
                        "exit code " + exitCode + " of " + command + ":\n" + output);
            }
            return output;
        }
    }

    private final Path directory;
    private final Map<String, String> environment;

    Shell(Path directory, Map<String, String> environment) {
        this.directory = directory;
        this.environment = environment;
    }

    Result run(Duration limit, List<String> command) {
        return run(limit, command, "");
    }

    /// @throws AssertionError when it takes longer than `limit`
    Result run(Duration limit, List<String> command, String input) {
        try {
            Path output = Files.createTempFile("djong-test", ".out");
            Path stdin = Files.writeString(Files.createTempFile("djong-test", ".in"), input);
            Process process = start(command, output, stdin);
            boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            Files.delete(output);
            Files.delete(stdin);
            if (!ended) {
                throw new AssertionError(command + " took longer than " + limit + ":\n" + text);
            }
            return new Result(command, process.exitValue(), text);
        } catch (IOException failure) {
            throw new AssertionError("run " + command, failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("run " + command, stopped);
        }
    }

    /// Starts a command that runs on beside the test, its output going to `output`.
    Process start(List<String> command, Path output, Path input) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.redirectInput(input.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        return builder.start();
    }
}
