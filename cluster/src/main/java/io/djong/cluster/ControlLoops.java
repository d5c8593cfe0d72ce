package io.djong.cluster;

import io.djong.auth.loops.CertificateCleaner;
import io.djong.auth.loops.CertificateController;
import io.djong.auth.loops.ClusterRoleAggregationController;
import io.djong.auth.loops.LegacyTokenCleaner;
import io.djong.auth.loops.ServiceAccountTokenController;
import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.RequestSigner;
import io.djong.auth.token.TokenIssuer;
import io.djong.client.Controller;
import io.djong.client.EventRecorder;
import io.djong.client.Informers;
import io.djong.controllers.Controllers;
import io.djong.controllers.ControllersConfig;
import io.djong.http.tls.Pem;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.djong.scheduler.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The loops of the control plane that need no node: controllers and scheduler. They find their own way once started.
///
/// Confined to the starting thread, but for `addTroubles`.
final class ControlLoops implements AutoCloseable {

    private static final Log LOG = Log.of(ControlLoops.class);

    private static final Duration SYNC_PATIENCE = Duration.ofSeconds(30);
    private static final String SCHEDULER = "default-scheduler";
    private static final String CONTROLLER_MANAGER = "system:kube-controller-manager";

    private final ControlPlane controlPlane;
    private final Informers informers;
    private final Machinery machinery;
    private final List<Controller<?>> ofAuth = new ArrayList<>();
    private volatile @Nullable Controllers controllers;
    private volatile @Nullable Thread scheduling;

    ControlLoops(ControlPlane controlPlane, Machinery machinery) {
        this.controlPlane = controlPlane;
        this.informers = controlPlane.informers();
        this.machinery = machinery;
    }

    void start(ClusterConfig config, AddressRanges ranges) {
        if (config.has(Part.CONTROLLERS)) {
            startControllers(ranges);
        }
        if (config.has(Part.SCHEDULER)) {
            startScheduler();
        }
        informers.start();
    }

    private void startControllers(AddressRanges ranges) {
        String authority = Pem.write(controlPlane.pki().authorities().getFirst());
        Controllers all =
                Controllers.all(
                        controlPlane.client(CONTROLLER_MANAGER),
                        informers,
                        machinery.clock(),
                        machinery.timer(),
                        machinery.threads(),
                        machinery.random(),
                        ControllersConfig.defaults(authority).withClusterCidr(ranges.podCidr()));
        controllers = all;
        ofAuth.addAll(authLoops(authority));
        ofAuth.forEach(Controller::connect);
        machinery.threads().start("start-controllers", () -> startOnceSynced(all));
    }

    private void startScheduler() {
        EventRecorder recorder = controlPlane.events().recorder(SCHEDULER);
        Scheduler scheduler =
                new Scheduler(
                        controlPlane.client("system:kube-scheduler"),
                        informers,
                        (pod, type, reason, action, message) ->
                                recorder.act(pod, null, type, reason, action, message),
                        machinery.clock(),
                        machinery.timer(),
                        machinery.threads(),
                        machinery.random());
        scheduling = machinery.threads().start("scheduler", scheduler);
    }

    /// The loops that belong to authentication and authorization: aggregated roles, certificates, tokens in secrets.
    private List<Controller<?>> authLoops(String authority) {
        ClusterPki pki = controlPlane.pki();
        RequestSigner signer =
                new RequestSigner(pki.authority(), machinery.clock(), machinery.random());
        TokenIssuer issuer = controlPlane.tokenIssuer();
        return List.of(
                ClusterRoleAggregationController.create(
                        loop(ClusterRoleAggregationController.NAME), informers),
                CertificateController.create(
                        loop(CertificateController.NAME), informers, signer, machinery.clock()),
                CertificateCleaner.create(
                        loop(CertificateCleaner.NAME), informers, machinery.clock()),
                ServiceAccountTokenController.create(
                        loop(ServiceAccountTokenController.NAME), informers, issuer, authority),
                LegacyTokenCleaner.create(
                        loop(LegacyTokenCleaner.NAME), informers, machinery.clock()));
    }

    private Controller.Builder<ObjectKey> loop(String name) {
        return Controller.named(
                name,
                controlPlane.client(CONTROLLER_MANAGER),
                informers,
                machinery.clock(),
                machinery.timer(),
                machinery.threads());
    }

    /// A controller that saw half of the cluster would undo the other half.
    private void startOnceSynced(Controllers all) {
        try {
            while (!informers.awaitSync(SYNC_PATIENCE)) {
                LOG.warn("Controllers still wait for their first lists");
            }
            all.start();
            ofAuth.forEach(Controller::start);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    void addTroubles(Map<String, String> troubles) {
        Controllers running = controllers;
        if (running != null) {
            List<String> stopped = new ArrayList<>(running.stopped());
            ofAuth.stream()
                    .filter(Controller::hasStopped)
                    .map(Controller::name)
                    .forEach(stopped::add);
            troubles.put(
                    "controllers",
                    stopped.isEmpty() ? "" : "stopped: " + String.join(", ", stopped));
        }
        Thread scheduler = scheduling;
        if (scheduler != null) {
            troubles.put("scheduler", scheduler.isAlive() ? "" : "stopped");
        }
    }

    @Override
    public void close() {
        Thread scheduler = scheduling;
        if (scheduler != null) {
            scheduler.interrupt();
        }
        ofAuth.forEach(Controller::close);
        Controllers running = controllers;
        if (running != null) {
            running.close();
        }
    }
}
