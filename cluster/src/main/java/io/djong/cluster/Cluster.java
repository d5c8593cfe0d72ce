package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.meta.Log;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One cluster in this process: its parts in the order in which they start.
final class Cluster implements AutoCloseable {

    private static final Log LOG = Log.of(Cluster.class);

    private final ClusterConfig config;
    private final Steps steps;
    private final Machinery machinery = Machinery.ofThisMachine();

    /// What has been started, in order.
    private final List<AutoCloseable> started = new ArrayList<>();

    private @Nullable Rehearsal rehearsal;

    Cluster(ClusterConfig config, Steps steps) {
        this.config = config;
        this.steps = steps;
    }

    /// Returns when the API answers, the node is Ready and names resolve.
    void start() throws Exception {
        if (config.withNode()) {
            NodeRequirements.check();
        }
        if (!MachineNetwork.isPortFree(config.port())) {
            throw new CliException(
                    "--port: "
                            + config.port()
                            + ": another program listens on it: say another one");
        }
        long began = machinery.clock().nanos();
        AddressRanges ranges =
                AddressRanges.of(config, MachineNetwork.takenRanges(), MachineNetwork::isPortFree);
        String address = MachineNetwork.address();
        ControlPlane controlPlane = new ControlPlane(config, ranges, machinery, address);
        NodePlane node = new NodePlane(config, ranges, machinery, address);
        started.add(controlPlane);
        started.add(node);
        if (config.withNode()) {
            MachineNetwork.register(ranges);
            node.startRuntime();
        }
        steps.doing("starting the API server");
        controlPlane.start();
        steps.done("API server ready", began);
        controlPlane.startLoops();
        if (config.withNode()) {
            steps.doing("starting the node");
            node.start(controlPlane);
            node.awaitReady(steps, began);
        }
        Health health = new Health(config, controlPlane, node, machinery);
        started.add(health);
        health.start();
        rehearsal = new Rehearsal(controlPlane);
        summarize();
        LOG.info("Cluster is up", "dataDir", config.dataDir(), "port", config.port());
    }

    private void summarize() {
        Path kubeconfig = config.kubeconfig();
        steps.say("");
        steps.say(
                "The cluster is up after "
                        + steps.elapsedMillis()
                        + " ms. Its context is 'djong' in "
                        + kubeconfig
                        + ":");
        steps.say("  kubectl --context djong get nodes");
        steps.say("Its log: " + config.dataDir().resolve("djong.log"));
    }

    /// Does once what every start does later anyway, so that the AOT cache knows its classes.
    void rehearse() {
        Rehearsal possible = rehearsal;
        if (possible != null) {
            possible.run();
        }
    }

    @Override
    public void close() {
        for (AutoCloseable part : started.reversed()) {
            try {
                part.close();
            } catch (Exception failure) {
                LOG.error(
                        "A part did not stop in order",
                        failure,
                        "part",
                        part.getClass().getSimpleName());
            }
        }
        try {
            Files.deleteIfExists(config.dataDir().resolve("health"));
        } catch (java.io.IOException failure) {
            LOG.warn("Health file not removed", failure);
        }
    }
}
