package io.djong.controllers.quota;

import io.djong.api.ApiObject;
import io.djong.api.Pods;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.ResourceQuota;
import io.djong.api.core.v1.ResourceQuotaStatus;
import io.djong.api.quota.Usage;
import io.djong.client.Change;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.Discovery;
import io.djong.client.Informer;
import io.djong.client.Informers;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.client.WorkQueue;
import io.djong.controllers.support.Parts;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import io.djong.meta.Quantity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Counts what each quota's namespace uses: admission adds what is created, this finds what is gone.
///
/// @spec https://kubernetes.io/docs/concepts/policy/resource-quotas/ Resource Quotas
public final class ResourceQuotaController implements Reconciler<ObjectKey> {

    public static final String NAME = "resourcequota-controller";

    private static final int WORKERS = 5;

    /// As upstream's `--resource-quota-sync-period`.
    private static final Duration RECOUNT = Duration.ofMinutes(5);

    private static final Duration UNTIL_SYNCED = Duration.ofSeconds(1);

    private final Lister<ResourceQuota> quotas;
    private final Informers informers;
    private final Resources resources;
    private final Client client;
    private final WorkQueue<ObjectKey> queue;
    private final Set<Kind<?>> observed = ConcurrentHashMap.newKeySet();

    private ResourceQuotaController(
            Lister<ResourceQuota> quotas,
            Informers informers,
            Resources resources,
            Client client,
            WorkQueue<ObjectKey> queue) {
        this.quotas = quotas;
        this.informers = informers;
        this.resources = resources;
        this.client = client;
        this.queue = queue;
    }

    public static Controller<ObjectKey> create(Parts parts) {
        Controller.Builder<ObjectKey> builder = parts.controller(NAME);
        var reconciler =
                new ResourceQuotaController(
                        parts.informers().of(ResourceQuota.KIND),
                        parts.informers(),
                        new Resources(new Discovery(builder.client())),
                        builder.client(),
                        builder.queue());
        Watches watches = Watches.none().and(ResourceQuota.KIND, ResourceQuotaController::wished);
        return builder.build(reconciler, watches, WORKERS);
    }

    /// Bookings by admission change the status with every object created and need no recount.
    private static List<ObjectKey> wished(Change<ResourceQuota> change) {
        return change
                                instanceof
                                Change.Updated<ResourceQuota>(
                                        ResourceQuota before,
                                        ResourceQuota now)
                        && before.spec().equals(now.spec())
                ? List.of()
                : List.of(change.latest().key());
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        ResourceQuota quota = quotas.find(key).orElse(null);
        if (quota == null) {
            return Outcome.settled();
        }
        Map<String, Quantity> hard = quota.spec().hard();
        Map<String, Quantity> used = new TreeMap<>();
        hard.keySet().forEach(name -> used.put(name, Quantity.ZERO));
        Usage usage = new Usage(used);
        List<Resources.Counted> counted = resources.of(hard.keySet());
        boolean synced = true;
        for (Resources.Counted one : counted) {
            synced &= observe(one.kind()).hasSynced();
        }
        if (!synced) {
            return Outcome.again(UNTIL_SYNCED);
        }
        for (Resources.Counted one : counted) {
            for (ApiObject<?> object : observe(one.kind()).inNamespace(quota.namespace())) {
                if (one.evaluator().isInScopes(quota.spec().fields(), object.fields())) {
                    usage = usage.plus(one.evaluator().usage(object.fields()).only(hard.keySet()));
                }
            }
        }
        ResourceQuotaStatus status =
                ResourceQuotaStatus.EMPTY.withHard(hard).withUsed(usage.amounts());
        if (!status.equals(quota.status())) {
            // With the resource version: what admission booked meanwhile must not be lost.
            client.updateStatus(quota.withStatus(status));
        }
        return Outcome.again(RECOUNT);
    }

    private Informer<?> observe(Kind<io.djong.api.DynamicObject> kind) {
        Informer<?> informer = informers.observing(kind);
        if (observed.add(kind)) {
            informer.listen(change -> freed(change));
        }
        return informer;
    }

    /// Something is gone, or a pod has ended and takes no room any more.
    private void freed(Change<? extends ApiObject<?>> change) {
        ApiObject<?> object = change.latest();
        boolean isFreed =
                change instanceof Change.Deleted<?>
                        || (object.ofKind().equals(Pod.KIND)
                                && Pods.isTerminal(new Pod(object.fields())));
        if (isFreed) {
            quotas.inNamespace(object.namespace()).forEach(quota -> queue.add(quota.key()));
        }
    }
}
