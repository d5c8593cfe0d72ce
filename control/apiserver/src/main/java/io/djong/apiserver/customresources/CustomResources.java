package io.djong.apiserver.customresources;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.customresources.Conditions.Condition;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.Objects.Outcome;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.verbs.Stamped;
import io.djong.meta.Clock;
import io.djong.meta.tree.Fields;
import io.djong.store.KeyRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All resources that are served: the built-in ones, and those that definitions in the store add.
///
/// Whoever writes a definition brings the served resources up to date before going on; when two write at once, one does it
/// for both. Readers see one immutable [Resources] or the next.
public final class CustomResources {

    private static final Resource DEFINITIONS = definitions();
    private static final String MANAGER = "kube-apiserver";

    private final List<Resource> builtIn;
    private final Objects objects;
    private final Clock clock;
    private final RandomGenerator random;
    private final ConversionClient webhooks;
    private final InstanceCleanup cleanup;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile Resources served;

    /// Definitions by name, as they are served; touched by the thread that brings things up to date only.
    private Map<String, CustomDefinition> known = new HashMap<>();

    /// What the keys of instances begin with that a going definition waits for.
    private volatile List<String> awaited = List.of();

    public CustomResources(
            List<Resource> builtIn,
            Objects objects,
            Clock clock,
            RandomGenerator random,
            ConversionClient webhooks) {
        this.builtIn = builtIn;
        this.objects = objects;
        this.clock = clock;
        this.random = random;
        this.webhooks = webhooks;
        this.cleanup = new InstanceCleanup(objects);
        this.served = new Resources(builtIn);
    }

    private static Resource definitions() {
        return java.util.Objects.requireNonNull(
                new Resources(Resources.ALL)
                        .preferred("apiextensions.k8s.io", "customresourcedefinitions"));
    }

    /// Reads the definitions that are there, and follows them from then on.
    public void start() {
        objects.listen(this::written);
        bringUpToDate();
    }

    public Resources resources() {
        return served;
    }

    private void written(String key, @Nullable Stored now) {
        boolean isDefinition = key.startsWith(DEFINITIONS.storage().prefix());
        boolean isAwaited = now == null && awaited.stream().anyMatch(key::startsWith);
        if (isDefinition || isAwaited) {
            bringUpToDate();
        }
    }

    private void bringUpToDate() {
        if (asked.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        while (seen > 0) {
            seen = asked.get();
            pass();
            seen = asked.addAndGet(-seen);
        }
    }

    private void pass() {
        List<Stored> all = new ArrayList<>();
        objects.snapshot()
                .scan(
                        KeyRange.prefix(DEFINITIONS.storage().prefix()),
                        null,
                        entry -> all.add(Stored.of(entry)));
        serve(all);
        Map<String, List<Fields>> byGroup = new HashMap<>();
        for (Stored stored : all) {
            Fields crd = stored.tree();
            byGroup.computeIfAbsent(crd.fields("spec").string("group"), _ -> new ArrayList<>())
                    .add(crd);
        }
        awaited =
                all.stream()
                        .map(Stored::tree)
                        .filter(InstanceCleanup::isDue)
                        .map(InstanceCleanup::prefix)
                        .toList();
        for (Stored stored : all) {
            settle(stored, byGroup.getOrDefault(group(stored.tree()), List.of()));
        }
    }

    private static String group(Fields crd) {
        return crd.fields("spec").string("group");
    }

    private void serve(List<Stored> all) {
        Map<String, CustomDefinition> now = new HashMap<>();
        for (Stored stored : all) {
            Fields crd = stored.tree();
            if (!DefinitionStatus.isServed(crd)) {
                continue;
            }
            CustomDefinition before = known.get(stored.key());
            now.put(
                    stored.key(),
                    before != null && before.isSame(crd)
                            ? before
                            : new CustomDefinition(crd, converter(crd)));
        }
        boolean changed = !now.equals(known);
        known = now;
        if (changed) {
            List<Resource> resources = new ArrayList<>(builtIn);
            now.values().stream()
                    .flatMap(definition -> definition.resources().stream())
                    .sorted(
                            Comparator.comparing(Resource::group)
                                    .thenComparing(Resource::version, VersionOrder.PREFERRED_FIRST)
                                    .thenComparing(Resource::name))
                    .forEach(resources::add);
            served = new Resources(resources);
        }
    }

    private Converter converter(Fields crd) {
        Fields conversion = crd.fields("spec").fields("conversion");
        return conversion.string("strategy").equals("Webhook")
                ? new WebhookConverter(
                        crd.fields("metadata").string("name"),
                        conversion.fields("webhook"),
                        () -> Stamped.uid(random),
                        webhooks)
                : Converter.NONE;
    }

    /// One step towards where a definition is to be; writing it brings the next one about.
    private void settle(Stored stored, List<Fields> sameGroup) {
        Fields crd = stored.tree();
        Instant now = clock.now();
        Fields next = DefinitionStatus.next(crd, sameGroup, now);
        if (!next.equals(crd.fields("status"))) {
            write(stored, crd.with("status", next), now);
        } else if (InstanceCleanup.isDue(crd)) {
            terminate(stored, now);
        }
    }

    private void terminate(Stored stored, Instant now) {
        Fields crd = stored.tree();
        boolean served = DefinitionStatus.isTrue(crd, "Established");
        if (served
                && !InstanceCleanup.IN_PROGRESS.equals(
                        Condition.find(crd, InstanceCleanup.IN_PROGRESS.type()))) {
            write(stored, with(crd, InstanceCleanup.IN_PROGRESS, now), now);
            return;
        }
        if (served && !cleanup.removeAll(crd, now)) {
            return;
        }
        Condition done = served ? InstanceCleanup.COMPLETED : InstanceCleanup.NEVER_ESTABLISHED;
        Fields released = InstanceCleanup.released(with(crd, done, now));
        if (released.fields("metadata").list("finalizers").isEmpty()) {
            objects.remove(stored);
        } else {
            write(stored, released, now);
        }
    }

    private static Fields with(Fields crd, Condition condition, Instant now) {
        return crd.with("status", Conditions.with(crd.fields("status"), condition, now));
    }

    /// A write that loses to another one is made up for by the pass that the other one asks for.
    private void write(Stored stored, Fields next, Instant now) {
        Fields owned = Stamped.statusOwned(DEFINITIONS, stored.tree(), next, MANAGER, now);
        Outcome outcome = objects.replace(stored, Stamped.written(DEFINITIONS, owned));
        if (outcome instanceof Outcome.Lost) {
            asked.incrementAndGet();
        }
    }
}
