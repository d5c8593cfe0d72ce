package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import io.djong.wire.managed.ManagedFields.Applied;
import io.djong.wire.managed.ManagedFields.Versions;
import io.djong.wire.managed.ManagedFields.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Lets objects that kubectl applied on its side go over to server-side apply without conflicts.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/#upgrading-from-client-side-apply-to-server-side-apply Upgrading from client-side apply
final class LastApplied {

    /// The manager to which this is granted.
    static final String MANAGER = "kubectl";

    private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

    private LastApplied() {}

    static Applied migrate(
            Versions versions,
            Ownership ownership,
            Fields live,
            Fields applied,
            Writer writer,
            Instant now,
            Applied outcome) {
        return switch (outcome) {
            case Applied.Merged merged -> withAnnotation(merged, applied);
            case Applied.Conflicts refused -> {
                FieldSet allowed = allowed(versions, live, writer.apiVersion());
                if (allowed == null) {
                    yield refused;
                }
                Set<String> fields = new HashSet<>();
                allowed.paths().forEach(path -> fields.add(FieldSet.shown(path)));
                List<ManagedFields.Conflict> left = new ArrayList<>(refused.conflicts());
                left.removeIf(conflict -> fields.contains(conflict.field()));
                if (!left.isEmpty()) {
                    yield new Applied.Conflicts(List.copyOf(left));
                }
                Applied forced =
                        new FieldTracker(versions, ownership.copy())
                                .apply(live, applied, writer, true, now);
                yield forced instanceof Applied.Merged merged
                        ? withAnnotation(merged, applied)
                        : forced;
            }
        };
    }

    /// Keeps the annotation up to date where there is one.
    private static Applied withAnnotation(Applied.Merged merged, Fields applied) {
        if (merged.object().fields("metadata").fields("annotations").string(ANNOTATION).isEmpty()) {
            return merged;
        }
        Fields metadata = applied.fields("metadata");
        Fields annotations = metadata.fields("annotations").without(ANNOTATION);
        Fields plain = applied;
        if (metadata.has("annotations")) {
            Fields others =
                    annotations.isEmpty()
                            ? metadata.without("annotations")
                            : metadata.with("annotations", annotations);
            plain = applied.with("metadata", others);
        }
        Fields object =
                merged.object()
                        .withAt(
                                Json.text(Json.sorted(plain)) + "\n",
                                "metadata",
                                "annotations",
                                ANNOTATION);
        return new Applied.Merged(object, merged.changed());
    }

    /// What the annotation says and the live object still has; null when there is no such annotation.
    private static @Nullable FieldSet allowed(Versions versions, Fields live, String apiVersion) {
        String text = live.fields("metadata").fields("annotations").string(ANNOTATION);
        MergeType type = versions.type(apiVersion);
        if (text.isEmpty() || type == null) {
            return null;
        }
        try {
            Fields last = Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
            if (!last.string("apiVersion").equals(apiVersion)) {
                return null;
            }
            TypedValues.check(type, last);
            Comparison comparison = Comparison.of(type, last, live);
            return TypedValues.fieldsOf(type, last)
                    .difference(comparison.modified())
                    .difference(comparison.added())
                    .difference(comparison.removed());
        } catch (DecodeException malformed) {
            return null;
        }
    }
}
