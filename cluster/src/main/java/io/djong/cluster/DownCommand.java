package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.cli.DataDirectory;
import io.djong.meta.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `djong down`.
@Command(
        name = "down",
        description =
                "stops a cluster; its containers go on until it is started again, or are removed with everything else",
        footer = {"", "Examples:", "  djong down", "  djong down --delete"})
final class DownCommand implements Callable<Integer> {

    /// A server that has not ended by then is killed: nothing that was acknowledged is lost by that.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(10);

    @Mixin private DataDirectory data = new DataDirectory();

    @Option(
            names = "--delete",
            description = "removes the containers, the network and all data, too")
    private boolean delete;

    @Override
    public Integer call() throws Exception {
        if (!Files.exists(data.path())) {
            throw new CliException(data.path() + ": no cluster is there");
        }
        Steps steps = new Steps(System.out, false, Clock.system());
        Optional<ProcessHandle> server = data.server();
        if (server.isPresent()) {
            steps.run("server stopped", () -> stop(server.get()));
        } else if (!delete) {
            throw new CliException("no djong runs on " + data.path());
        }
        if (delete) {
            steps.run("everything removed", this::deleteAll);
        }
        return 0;
    }

    private static void stop(ProcessHandle server) throws InterruptedException {
        server.destroy();
        if (!hasEndedWithin(PATIENCE, server)) {
            server.destroyForcibly();
            if (!hasEndedWithin(PATIENCE, server)) {
                throw new CliException("process " + server.pid() + " does not end");
            }
        }
    }

    private static boolean hasEndedWithin(Duration patience, ProcessHandle server)
            throws InterruptedException {
        Clock clock = Clock.system();
        long deadline = clock.nanos() + patience.toNanos();
        while (isRunning(server)) {
            if (clock.nanos() - deadline > 0) {
                return false;
            }
            clock.sleep(POLL);
        }
        return true;
    }

    /// One that has ended has no program any more, even while it waits for its parent to take note, which may take seconds.
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    private void deleteAll() throws IOException, InterruptedException {
        try (ServerLock _ = ServerLock.take(data.path())) {
            new Removal(data.path()).run();
        }
    }
}
