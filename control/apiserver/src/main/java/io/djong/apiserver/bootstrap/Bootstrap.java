package io.djong.apiserver.bootstrap;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.Namespace;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.api.scheduling.v1.PriorityClass;
import io.djong.auth.rbac.BootstrapPolicy;
import io.djong.client.Client;
import io.djong.meta.ApiException;
import io.djong.meta.Reason;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;

/// Makes the objects that upstream's API server makes, as far as they are missing; what users changed stays, but lost permissions
/// of the default policy come back.
public final class Bootstrap {

    private static final List<String> NAMESPACES = List.of("default", "kube-node-lease", "kube-public", "kube-system");

    private final Client client;
    private final Threads threads;
    private final ConcurrentLinkedQueue<RuntimeException> failures = new ConcurrentLinkedQueue<>();

    /// @param client as a member of system:masters
    public Bootstrap(Client client, Threads threads) {
        this.client = client;
        this.threads = threads;
    }

    /// Returns when everything is there and durable.
    ///
    /// @throws RuntimeException the first failure
    public void run(KubernetesService service) throws InterruptedException {
        List<Runnable> first = new ArrayList<>();
        NAMESPACES.forEach(name -> first.add(() -> ensure(namespace(name), (_, _) -> Optional.empty())));
        together(first);
        List<Runnable> rest = new ArrayList<>();
        for (ApiObject<?> object : BootstrapPolicy.load().all()) {
            rest.add(() -> ensurePolicy(object));
        }
        priorityClasses().forEach(object -> rest.add(() -> ensure(object, (_, _) -> Optional.empty())));
        service.objects().forEach(object -> rest.add(() -> ensureService(object)));
        together(rest);
    }

    private void together(List<Runnable> tasks) throws InterruptedException {
        List<Thread> running = new ArrayList<>();
        for (Runnable task : tasks) {
            running.add(threads.start("bootstrap", () -> guarded(task)));
        }
        for (Thread thread : running) {
            thread.join();
        }
        RuntimeException failure = failures.peek();
        if (failure != null) {
            throw failure;
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failure) {
            failures.add(failure);
        }
    }

    private <T extends ApiObject<T>> void ensurePolicy(ApiObject<T> wanted) {
        ensure(wanted.withFields(wanted.fields()), BootstrapPolicy::reconciled);
    }

    /// Addresses and ports follow this server's configuration.
    private <T extends ApiObject<T>> void ensureService(ApiObject<T> wanted) {
        ensure(wanted.withFields(wanted.fields()), KubernetesService::reconciled);
    }

    /// @param reconcile what is stored and what is wanted, to what it should be, or empty when it is well
    private <T extends ApiObject<T>> void ensure(
            T wanted, BiFunction<Fields, Fields, Optional<Fields>> reconcile) {
        Optional<T> stored = client.find(wanted.ofKind(), wanted.key());
        if (stored.isEmpty()) {
            createUnlessThere(wanted);
            return;
        }
        reconcile.apply(stored.get().fields(), wanted.fields())
                .ifPresent(changed -> client.update(wanted.withFields(changed)));
    }

    /// Another server of the same cluster may be faster.
    private <T extends ApiObject<T>> void createUnlessThere(T wanted) {
        try {
            client.create(wanted);
        } catch (ApiException refused) {
            if (!refused.is(Reason.ALREADY_EXISTS)) {
                throw refused;
            }
        }
    }

    private static Namespace namespace(String name) {
        return Namespace.KIND.empty().withMetadata(ObjectMeta.EMPTY.withName(name));
    }

    /// @spec https://kubernetes.io/docs/tasks/administer-cluster/guaranteed-scheduling-critical-addon-pods/ Critical add-on pods
    private static List<PriorityClass> priorityClasses() {
        return List.of(
                priorityClass(
                        "system-cluster-critical",
                        2_000_000_000,
                        "Used for system critical pods that must run in the cluster, but can be moved to another node if necessary."),
                priorityClass(
                        "system-node-critical",
                        2_000_001_000,
                        "Used for system critical pods that must not be moved from their current node."));
    }

    private static PriorityClass priorityClass(String name, int value, String description) {
        return PriorityClass.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withName(name))
                .withValue(value)
                .withDescription(description)
                .withPreemptionPolicy("PreemptLowerPriority");
    }
}
