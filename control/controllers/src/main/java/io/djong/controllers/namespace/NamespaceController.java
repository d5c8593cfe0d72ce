package io.djong.controllers.namespace;

import io.djong.api.DynamicObject;
import io.djong.api.Pods;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Pod;
import io.djong.client.Change;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.Discovery;
import io.djong.client.Informer;
import io.djong.client.ListOptions;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.controllers.support.Parts;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.List;

/// Deletes everything in a namespace that was deleted, pods first, and lets it go once it is empty.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ Namespaces
public final class NamespaceController implements Reconciler<ObjectKey> {

    public static final String NAME = "namespace-controller";

    private static final int WORKERS = 10;

    /// The finalizer in `spec.finalizers` that this controller owns.
    private static final String FINALIZER = "kubernetes";

    /// How long content with finalizers is given before the next look; upstream waits 15 s for finalizers it does not know.
    private static final Duration FINALIZING_PAUSE = Duration.ofSeconds(5);

    /// Upstream's group version has a dot even when the group is empty.
    private static final String PODS = "pods.";

    private final Lister<Namespace> namespaces;
    private final Client client;
    private final Discovery discovery;
    private final Clock clock;

    private NamespaceController(
            Lister<Namespace> namespaces, Client client, Discovery discovery, Clock clock) {
        this.namespaces = namespaces;
        this.client = client;
        this.discovery = discovery;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        Informer<Namespace> namespaces = parts.informers().of(Namespace.KIND);
        var reconciler =
                new NamespaceController(
                        namespaces,
                        builder.client(),
                        new Discovery(builder.client()),
                        parts.clock());
        Watches watches =
                Watches.of(Namespace.KIND).and(Pod.KIND, change -> emptied(change, namespaces));
        return builder.build(reconciler, watches, WORKERS);
    }

    /// The end of a pod may be what a namespace waits for.
    private static List<ObjectKey> emptied(Change<Pod> change, Lister<Namespace> namespaces) {
        ObjectKey key = ObjectKey.of(change.latest().namespace());
        boolean isAwaited =
                change instanceof Change.Deleted<Pod>
                        && namespaces.find(key).filter(Namespace::isDeleting).isPresent();
        return isAwaited ? List.of(key) : List.of();
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Namespace seen = namespaces.find(key).orElse(null);
        if (seen == null || !seen.isDeleting()) {
            return Outcome.settled();
        }
        Namespace namespace = client.find(Namespace.KIND, key).orElse(null);
        if (namespace == null || !namespace.isDeleting() || !hasOurFinalizer(namespace)) {
            return Outcome.settled();
        }
        if (!namespace.status().phase().equals("Terminating")) {
            namespace =
                    client.updateStatus(
                            namespace.withStatus(namespace.status().withPhase("Terminating")));
        }
        return empty(namespace);
    }

    private static boolean hasOurFinalizer(Namespace namespace) {
        return namespace.spec().finalizers().contains(FINALIZER);
    }

    private Outcome empty(Namespace namespace) {
        NamespaceProgress progress = new NamespaceProgress();
        Duration pause = deleteContent(namespace.name(), progress);
        Namespace reported = namespace.withStatus(progress.status(namespace, clock.now()));
        if (!reported.equals(namespace)) {
            reported = client.updateStatus(reported);
        }
        if (progress.isDone()) {
            finish(reported);
            return Outcome.settled();
        }
        return Outcome.again(progress.hasFailures() ? FINALIZING_PAUSE : pause);
    }

    /// Deletes all it can; answers how long to wait before looking again.
    private Duration deleteContent(String namespace, NamespaceProgress progress) {
        Discovery.Answer answer = discovery.preferred();
        progress.undiscovered(answer.failedGroups());
        List<Discovery.Resource> resources =
                answer.resources().stream()
                        .filter(resource ->
                                resource.kind().namespaced() && resource.can("delete", "list"))
                        .toList();
        // Pods may still use what else is in the namespace, such as network policies that confine
        // them.
        Duration podPause = Duration.ZERO;
        for (Discovery.Resource resource : resources) {
            if (isPods(resource)) {
                podPause = podGrace(namespace);
                delete(resource, namespace, progress);
            }
        }
        if (!progress.isDone()) {
            return podPause.dividedBy(2).plusSeconds(1);
        }
        for (Discovery.Resource resource : resources) {
            if (!isPods(resource)) {
                delete(resource, namespace, progress);
            }
        }
        return FINALIZING_PAUSE;
    }

    private static boolean isPods(Discovery.Resource resource) {
        return name(resource.kind()).equals(PODS);
    }

    private static String name(Kind<?> kind) {
        return kind.resource() + "." + kind.group();
    }

    private Duration podGrace(String namespace) {
        long longest = 0;
        for (Pod pod : client.list(Pod.KIND, ListOptions.inNamespace(namespace)).items()) {
            Long grace = pod.spec().terminationGracePeriodSeconds();
            if (!Pods.isTerminal(pod) && grace != null) {
                longest = Math.max(longest, grace);
            }
        }
        return Duration.ofSeconds(longest);
    }

    private void delete(Discovery.Resource resource, String namespace, NamespaceProgress progress) {
        Kind<DynamicObject> kind = resource.kind();
        ListOptions all = ListOptions.inNamespace(namespace);
        try {
            List<DynamicObject> before = client.list(kind, all).items();
            if (before.isEmpty()) {
                return;
            }
            if (resource.can("deletecollection")) {
                client.deleteCollection(kind, all, DeleteOptions.BACKGROUND);
            } else {
                before.forEach(object ->
                        client.deleteIfThere(kind, object.key(), DeleteOptions.BACKGROUND));
            }
            List<DynamicObject> left = client.list(kind, all).items();
            if (!left.isEmpty()) {
                progress.remains(
                        name(kind),
                        left.stream().map(object -> object.metadata().finalizers()).toList());
            }
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND) && !refused.is(Reason.METHOD_NOT_ALLOWED)) {
                progress.failed(refused.failure().message());
            }
        }
    }

    private void finish(Namespace namespace) {
        List<String> left =
                namespace.spec().finalizers().stream()
                        .filter(name -> !name.equals(FINALIZER))
                        .toList();
        Namespace released = namespace.withSpec(namespace.spec().withFinalizers(left));
        try {
            Fields body = released.fields();
            client.raw("PUT", Namespace.KIND.path("") + "/" + namespace.name() + "/finalize", body);
        } catch (ApiException refused) {
            if (!refused.is(Reason.NOT_FOUND)) {
                throw refused;
            }
        }
    }
}
