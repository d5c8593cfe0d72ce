package io.djong.controllers;

import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Events;
import io.djong.client.Informers;
import io.djong.controllers.daemonset.DaemonSetController;
import io.djong.controllers.deployment.DeploymentController;
import io.djong.controllers.disruption.DisruptionController;
import io.djong.controllers.endpoints.EndpointSliceController;
import io.djong.controllers.endpoints.EndpointsController;
import io.djong.controllers.endpoints.SliceMirror;
import io.djong.controllers.garbage.GarbageCollector;
import io.djong.controllers.job.CronJobController;
import io.djong.controllers.job.FinishedJobController;
import io.djong.controllers.job.JobController;
import io.djong.controllers.namespace.NamespaceController;
import io.djong.controllers.node.NodeIpamController;
import io.djong.controllers.node.NodeLifecycleController;
import io.djong.controllers.node.PodGarbageCollector;
import io.djong.controllers.node.TaintEvictionController;
import io.djong.controllers.quota.ResourceQuotaController;
import io.djong.controllers.replicaset.ReplicaSetController;
import io.djong.controllers.replicaset.ReplicationControllers;
import io.djong.controllers.serviceaccount.RootCaPublisher;
import io.djong.controllers.serviceaccount.ServiceAccountController;
import io.djong.controllers.statefulset.StatefulSetController;
import io.djong.controllers.storage.ClaimProtection;
import io.djong.controllers.storage.VolumeProtection;
import io.djong.controllers.support.Parts;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All controllers of a cluster, in one process over shared informers.
///
/// `start` them once the informers have synced, `close` them to stop.
public final class Controllers implements AutoCloseable {

    private final List<Controller<?>> all;
    private final Events events;
    private final Threads threads;
    private volatile @Nullable Thread eventWriter;

    private Controllers(List<Controller<?>> all, Events events, Threads threads) {
        this.all = List.copyOf(all);
        this.events = events;
        this.threads = threads;
    }

    /// Makes them all; nothing runs yet, but the informers that they need are asked for.
    public static Controllers all(
            Client client,
            Informers informers,
            Clock clock,
            Timer timer,
            Threads threads,
            RandomGenerator random,
            ControllersConfig config) {
        Events events = new Events(client, clock);
        Parts parts = new Parts(client, informers, events, clock, timer, threads, random);
        return new Controllers(list(parts, config), events, threads);
    }

    /// The one list, in the order in which they start: what new namespaces and nodes need first.
    private static List<Controller<?>> list(Parts parts, ControllersConfig config) {
        List<Controller<?>> list = new ArrayList<>();
        list.add(ServiceAccountController.create(parts));
        if (!config.rootCa().isEmpty()) {
            list.add(RootCaPublisher.create(parts, config.rootCa()));
        }
        if (!config.clusterCidr().isEmpty()) {
            list.add(NodeIpamController.create(parts, config.clusterCidr(), config.nodeCidrBits()));
        }
        list.add(NodeLifecycleController.create(parts, config.node()));
        list.add(DeploymentController.create(parts));
        list.add(ReplicaSetController.create(parts));
        list.add(ReplicationControllers.create(parts));
        list.add(DaemonSetController.create(parts));
        list.add(StatefulSetController.create(parts));
        list.add(JobController.create(parts));
        list.add(CronJobController.create(parts));
        list.add(EndpointSliceController.create(parts));
        list.add(EndpointsController.create(parts));
        list.add(SliceMirror.create(parts));
        list.add(DisruptionController.create(parts));
        list.add(NamespaceController.create(parts));
        list.add(ResourceQuotaController.create(parts));
        list.add(ClaimProtection.create(parts));
        list.add(VolumeProtection.create(parts));
        list.add(TaintEvictionController.create(parts));
        list.add(PodGarbageCollector.create(parts, config.terminatedPodThreshold()));
        list.add(FinishedJobController.create(parts));
        list.add(GarbageCollector.create(parts));
        return list;
    }

    public List<Controller<?>> list() {
        return all;
    }

    /// Connects all to the informers, which must have synced, and starts their workers.
    public void start() {
        eventWriter = events.start(threads);
        all.forEach(Controller::start);
    }

    /// Connects all to the informers without threads, for whoever moves them by `stepIfReady`; Events are written all the same.
    public void connect() {
        eventWriter = events.start(threads);
        all.forEach(Controller::connect);
    }

    /// Whether none has anything to do now, and all Events are written.
    public boolean isIdle() {
        return events.isIdle() && all.stream().allMatch(Controller::isIdle);
    }

    /// The names of those that ended without being told to.
    public List<String> stopped() {
        return all.stream().filter(Controller::hasStopped).map(Controller::name).toList();
    }

    @Override
    public void close() {
        all.forEach(Controller::close);
        Thread writer = eventWriter;
        if (writer != null) {
            writer.interrupt();
        }
    }
}
