package io.djong.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/// Which cluster a command is about: the folder that holds everything of it.
public final class DataDirectory {

    @Option(
            names = "--data-dir",
            paramLabel = "DIR",
            description = "where the cluster keeps everything (default: ${DEFAULT-VALUE})",
            defaultValue = "${env:DJONG_DATA_DIR:-${sys:djong.default.data.dir}}")
    private Path path = Path.of(".");

    /// Absolute; a relative path is meant from where the user stands, not from where the launcher put us.
    public Path path() {
        return Path.of(System.getProperty("djong.cwd", ""))
                .toAbsolutePath()
                .resolve(path)
                .normalize();
    }

    public Path pidFile() {
        return path().resolve("djong.pid");
    }

    public Path logFile() {
        return path().resolve("djong.log");
    }

    public Path adminKubeconfig() {
        return path().resolve("admin.kubeconfig");
    }

    /// The process id of the server that runs on this directory.
    public Optional<ProcessHandle> server() {
        try {
            if (!Files.exists(pidFile())) {
                return Optional.empty();
            }
            String text = Files.readString(pidFile()).strip();
            if (text.isEmpty()) {
                // A server that could not write it, the disk being full, did not start.
                return Optional.empty();
            }
            long pid = Long.parseLong(text);
            return ProcessHandle.of(pid).filter(DataDirectory::isDjong);
        } catch (IOException | NumberFormatException unreadable) {
            throw new CliException(
                    "cannot read " + pidFile() + ": " + unreadable.getMessage(), unreadable);
        }
    }

    /// A pid file may outlive its process, and its number be given to another program.
    private static boolean isDjong(ProcessHandle process) {
        return process.info().command().map(command -> command.endsWith("java")).orElse(false);
    }

    /// @throws CliException when none runs
    public ProcessHandle runningServer() {
        return server().orElseThrow(() ->
                new CliException("no djong runs on " + path() + ": start it with './djong up'"));
    }
}
