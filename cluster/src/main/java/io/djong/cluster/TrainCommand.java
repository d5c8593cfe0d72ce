package io.djong.cluster;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// A short run that teaches the JVM which classes a start needs; the build makes the AOT cache with it.
@Command(name = "train", hidden = true)
final class TrainCommand implements Callable<Integer> {

    @Mixin private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() {
        options.noNode = true;
        options.bindAddress = "127.0.0.1";
        options.port = Integer.toString(freePort());
        options.kubeconfig = options.data.path().resolve("train.kubeconfig");
        return new Server(options, Server.Mode.TRAINING).run();
    }

    private static int freePort() {
        int port = 20_000;
        while (!MachineNetwork.isPortFree(port)) {
            port++;
        }
        return port;
    }
}
