package io.djong.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/// `djong server`.
@Command(
        name = "server",
        description = "runs a cluster in the foreground until it is interrupted",
        sortOptions = false,
        footer = {"", "Examples:", "  djong server", "  djong server --no-node --port 7443"})
final class ServerCommand implements Callable<Integer> {

    @Mixin private ClusterOptions options = new ClusterOptions();

    @Unmatched private List<String> unknown = new ArrayList<>();

    @Override
    public Integer call() {
        options.unknown.addAll(unknown);
        return new Server(options, Server.Mode.FOREGROUND).run();
    }
}
