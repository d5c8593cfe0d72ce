package io.djong.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `djong logs`.
@Command(
        name = "logs",
        description = "shows the server's log",
        footer = {"", "Examples:", "  djong logs", "  djong logs --follow --tail 20"})
final class LogsCommand implements Callable<Integer> {

    @Mixin private DataDirectory data = new DataDirectory();

    @Option(
            names = {"-f", "--follow"},
            description = "goes on with what is added")
    private boolean follow;

    @Option(
            names = "--tail",
            paramLabel = "LINES",
            description = "only the last LINES (default: all)")
    private int tail = -1;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (!Files.exists(data.logFile())) {
            throw new CliException("no log in " + data.path() + ": no djong has run there");
        }
        // tail(1) follows across rotation and truncation better than we could.
        List<String> command =
                new ArrayList<>(List.of("tail", "-n", tail < 0 ? "+1" : Integer.toString(tail)));
        if (follow) {
            command.add("-F");
        }
        command.add(data.logFile().toString());
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
