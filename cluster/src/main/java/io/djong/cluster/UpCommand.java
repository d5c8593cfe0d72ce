package io.djong.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Unmatched;

/// `djong up`: the launcher script shows what this prints until the line `::exit N`, and leaves; the server goes on.
@Command(
        name = "up",
        description = "starts a cluster in the background and waits until it is ready",
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  djong up",
            "  djong up --data-dir /srv/test --port 7443",
            "  djong up --no-node --without controllers,scheduler",
            "  djong up --config cluster.yaml"
        })
final class UpCommand implements Callable<Integer> {

    @Mixin private ClusterOptions options = new ClusterOptions();

    @Unmatched private List<String> unknown = new ArrayList<>();

    @Override
    public Integer call() {
        options.unknown.addAll(unknown);
        return new Server(options, Server.Mode.BACKGROUND).run();
    }
}
