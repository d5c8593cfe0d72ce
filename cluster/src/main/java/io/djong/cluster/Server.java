package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/// One run of a cluster in this process, from the command line to the signal that ends it.
final class Server {

    enum Mode {
        FOREGROUND,
        BACKGROUND,
        /// Ends as soon as it is up.
        TRAINING
    }

    private static final Log LOG = Log.of(Server.class);

    private final ClusterOptions options;
    private final Mode mode;
    private final PrintStream terminal = System.out;
    private final CountDownLatch ended = new CountDownLatch(1);

    Server(ClusterOptions options, Mode mode) {
        this.options = options;
        this.mode = mode;
    }

    /// Returns the exit code when the cluster has ended.
    int run() {
        int code = 1;
        try {
            code = serve();
        } catch (ConfigException wrong) {
            wrong.errors().forEach(error -> terminal.println("djong: " + error));
            code = 2;
        } catch (CliException failure) {
            terminal.println("djong: " + failure.getMessage());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (Exception failure) {
            LOG.error("The cluster did not start", failure);
            terminal.println("djong: " + failure);
        }
        if (mode == Mode.BACKGROUND && code != 0) {
            terminal.println("::exit " + code);
            terminal.flush();
        }
        return code;
    }

    private int serve() throws Exception {
        ClusterConfig config = options.toConfig();
        Clock clock = Clock.system();
        boolean interactive = "1".equals(System.getenv("DJONG_INTERACTIVE"));
        Steps steps = new Steps(terminal, interactive, clock);
        try (ServerLock lock = ServerLock.take(config.dataDir())) {
            PrintStream log = openLog(config.dataDir());
            Log.to(log);
            Log.threshold(config.verbose() ? Log.Level.DEBUG : Log.Level.INFO);
            Cluster cluster = new Cluster(config, steps);
            Thread hook = Thread.ofPlatform().unstarted(() -> stop(cluster, lock));
            Runtime.getRuntime().addShutdownHook(hook);
            cluster.start();
            switch (mode) {
                case BACKGROUND -> {
                    steps.say("::exit 0");
                    System.setOut(log);
                    System.setErr(log);
                    // The launcher has left; nobody reads what would still be written there.
                    terminal.close();
                    ended.await();
                }
                case FOREGROUND -> ended.await();
                case TRAINING -> {
                    cluster.rehearse();
                    Runtime.getRuntime().removeShutdownHook(hook);
                    cluster.close();
                }
            }
        }
        return 0;
    }

    private static PrintStream openLog(Path directory) throws IOException {
        FileOutputStream file = new FileOutputStream(directory.resolve("djong.log").toFile(), true);
        return new PrintStream(file, true, StandardCharsets.UTF_8);
    }

    private void stop(Cluster cluster, ServerLock lock) {
        try {
            cluster.close();
            lock.close();
        } catch (IOException | RuntimeException failure) {
            LOG.error("The cluster did not stop in order", failure);
        }
        ended.countDown();
    }
}
