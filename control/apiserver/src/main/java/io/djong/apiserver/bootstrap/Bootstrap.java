package io.djong.apiserver.bootstrap;

import io.djong.api.ApiObject;
import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.verbs.Stamped;
import io.djong.auth.rbac.BootstrapPolicy;
import io.djong.meta.Clock;
import io.djong.meta.GroupVersion;
import io.djong.meta.Log;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import io.djong.store.Store.Guard;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import io.djong.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// Writes what is missing of the objects that every cluster has, all in one transaction.
public final class Bootstrap {

    private static final Log LOG = Log.of(Bootstrap.class);
    private static final String RESOURCE = "objects-1.36.json";

    /// How the recorded objects mark a time that is only known now.
    private static final String TIME_MARK = "<time>";

    private final Objects objects;
    private final Resources resources;
    private final Clock clock;
    private final RandomGenerator random;

    public Bootstrap(Objects objects, Resources resources, Clock clock, RandomGenerator random) {
        this.objects = objects;
        this.resources = resources;
        this.clock = clock;
        this.random = random;
    }

    /// @param more further objects, such as the Service `kubernetes`
    public void run(List<Fields> more) {
        List<Guard> guards = new ArrayList<>();
        List<Write> writes = new ArrayList<>();
        for (Fields object : recorded()) {
            addIfMissing(object, guards, writes);
        }
        for (ApiObject<?> object : BootstrapPolicy.load().all()) {
            addOrReconcile(object.fields(), guards, writes);
        }
        for (Fields object : more) {
            addIfMissing(object, guards, writes);
        }
        if (!writes.isEmpty()) {
            objects.commit(new Transaction(guards, writes));
            LOG.info("Default objects written", "count", writes.size());
        }
    }

    private List<Fields> recorded() {
        List<Fields> all = new ArrayList<>();
        try (InputStream in =
                java.util.Objects.requireNonNull(Bootstrap.class.getResourceAsStream(RESOURCE))) {
            String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            byte[] dated =
                    text.replace(TIME_MARK, Times.seconds(clock.now()))
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
            for (Object object : (List<?>) java.util.Objects.requireNonNull(Json.parse(dated))) {
                all.add((Fields) java.util.Objects.requireNonNull(object));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("read " + RESOURCE, failed);
        }
        return all;
    }

    private Resource resource(Fields object) {
        GroupVersion version = GroupVersion.parse(object.string("apiVersion"));
        for (Resource resource : resources.byVersion().getOrDefault(version, List.of())) {
            if (resource.kind().equals(object.string("kind"))) {
                return resource;
            }
        }
        throw new IllegalArgumentException(
                "not served: " + object.string("apiVersion") + " " + object.string("kind"));
    }

    private static String key(Resource resource, Fields object) {
        Fields metadata = object.fields("metadata");
        return resource.key(metadata.string("namespace"), metadata.string("name"));
    }

    private void addIfMissing(Fields object, List<Guard> guards, List<Write> writes) {
        Resource resource = resource(object);
        String key = key(resource, object);
        if (objects.get(key) == null) {
            guards.add(new Guard.Absent(key));
            writes.add(new Write.Put(key, Stamped.object(resource, object, clock.now(), random)));
        }
    }

    /// Default roles regain what they have lost, unless their annotation says otherwise.
    private void addOrReconcile(Fields wanted, List<Guard> guards, List<Write> writes) {
        Resource resource = resource(wanted);
        String key = key(resource, wanted);
        Stored stored = objects.get(key);
        if (stored == null) {
            addIfMissing(wanted, guards, writes);
            return;
        }
        Optional<Fields> changed = BootstrapPolicy.reconciled(stored.tree(), wanted);
        if (changed.isPresent() && !changed.get().equals(stored.tree())) {
            guards.add(new Guard.Unchanged(key, stored.revision()));
            writes.add(
                    new Write.Put(
                            key,
                            Stamped.changed(resource, stored.tree(), changed.get(), clock.now())));
        }
    }
}
