package io.djong.controllers.support;

import io.djong.api.ApiObject;
import io.djong.api.apps.v1.ControllerRevision;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Client;
import io.djong.client.DeleteOptions;
import io.djong.meta.ApiException;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The templates that an owner had, as ControllerRevisions, oldest first. Immutable.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/controller-revision-v1/ ControllerRevision
public final class RevisionHistory {

    public static final String HASH_LABEL = "controller-revision-hash";

    private final ApiObject<?> owner;
    private final List<ControllerRevision> revisions;

    public RevisionHistory(ApiObject<?> owner, List<ControllerRevision> revisions) {
        this.owner = owner;
        List<ControllerRevision> sorted = new ArrayList<>(revisions);
        sorted.sort(
                Comparator.comparingLong(ControllerRevision::revision)
                        .thenComparing(ControllerRevision::name));
        this.revisions = List.copyOf(sorted);
    }

    public List<ControllerRevision> all() {
        return revisions;
    }

    public @Nullable ControllerRevision find(String name) {
        for (ControllerRevision revision : revisions) {
            if (revision.name().equals(name)) {
                return revision;
            }
        }
        return null;
    }

    /// The revision of the template as it is now: an existing one, made the newest if it is not, or a new one to be created.
    ///
    /// @param labels those of a new revision, without the hash
    public Current current(
            PodTemplateSpec template, Map<String, String> labels, @Nullable Integer collisions) {
        Fields data =
                Fields.of(
                        "spec", Fields.of("template", template.fields().with("$patch", "replace")));
        long newest = revisions.isEmpty() ? 0 : revisions.getLast().revision();
        ControllerRevision equal = null;
        for (ControllerRevision revision : revisions) {
            if (revision.data() instanceof Fields known && TemplateHash.sameMeaning(known, data)) {
                equal = revision;
            }
        }
        if (equal == null) {
            return new Current(fresh(data, labels, newest + 1, collisions), true, false);
        }
        return equal.revision() == newest
                ? new Current(equal, false, false)
                : new Current(equal.withRevision(newest + 1), false, true);
    }

    /// @param isNew it has to be created
    /// @param isChanged it has to be updated
    public record Current(ControllerRevision revision, boolean isNew, boolean isChanged) {

        /// The value of the pods' hash label.
        public String hash() {
            return revision.labels().getOrDefault(HASH_LABEL, "");
        }

        /// Writes it if need be; answers it as stored.
        ///
        /// @throws NameTakenException when another template has the same hash
        public ControllerRevision store(Client client) {
            if (isChanged) {
                return client.update(revision);
            }
            if (!isNew) {
                return revision;
            }
            try {
                return client.create(revision);
            } catch (ApiException refused) {
                if (!refused.is(Reason.ALREADY_EXISTS)) {
                    throw refused;
                }
                ControllerRevision there = client.get(ControllerRevision.KIND, revision.key());
                if (there.data() instanceof Fields known
                        && revision.data() instanceof Fields own
                        && TemplateHash.sameMeaning(known, own)) {
                    return there;
                }
                throw new NameTakenException(revision.name());
            }
        }
    }

    /// The hash of a new revision met a name that is taken; a higher collision count makes another.
    public static final class NameTakenException extends RuntimeException {

        private static final long serialVersionUID = 1;

        NameTakenException(String name) {
            super("controllerrevision " + name + " has another template");
        }
    }

    private ControllerRevision fresh(
            Fields data, Map<String, String> labels, long number, @Nullable Integer collisions) {
        String hash = TemplateHash.of(data, collisions);
        Map<String, String> all = new LinkedHashMap<>(labels);
        all.put(HASH_LABEL, hash);
        ObjectMeta metadata =
                ObjectMeta.EMPTY
                        .withName(owner.name() + "-" + hash)
                        .withNamespace(owner.namespace())
                        .withLabels(all)
                        .withOwnerReferences(List.of(owner.asController()));
        return ControllerRevision.KIND
                .empty()
                .withMetadata(metadata)
                .withData(data)
                .withRevision(number);
    }

    /// The template that a revision holds.
    public static PodTemplateSpec template(ControllerRevision revision) {
        Fields data = revision.data() instanceof Fields fields ? fields : Fields.EMPTY;
        return new PodTemplateSpec(data.fields("spec").fields("template").without("$patch"));
    }

    /// Deletes the oldest revisions beyond the limit that are not in use.
    ///
    /// @param used names, or hashes, of revisions that pods have or will have
    public void truncate(Client client, int limit, Set<String> used) {
        List<ControllerRevision> unused =
                revisions.stream()
                        .filter(revision ->
                                !used.contains(revision.name())
                                        && !used.contains(
                                                revision.labels().getOrDefault(HASH_LABEL, "")))
                        .toList();
        unused.stream()
                .limit(Math.max(0, unused.size() - limit))
                .forEach(revision ->
                        client.deleteIfThere(
                                ControllerRevision.KIND,
                                revision.key(),
                                DeleteOptions.PLAIN.only(revision.uid())));
    }
}
