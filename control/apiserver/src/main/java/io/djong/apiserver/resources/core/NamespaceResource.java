package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A namespace goes in two steps: it is `Terminating` until its finalizers in `spec` are gone, too.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ Namespaces
public final class NamespaceResource implements KindRules {

    private static final String NAME_LABEL = "kubernetes.io/metadata.name";
    private static final String FINALIZER = "kubernetes";
    private static final Set<String> BUILT_IN_FINALIZERS =
            Set.of("kubernetes", "orphan", "foregroundDeletion");

    @Override
    public Names.Rule nameRule() {
        return Names.Rule.LABEL;
    }

    /// The label always tells the name; without a name there is nothing to tell yet.
    @Override
    public Fields defaults(Fields object) {
        Fields metadata = object.fields("metadata");
        String name = metadata.string("name");
        Fields changed = object;
        if (!name.isEmpty() && !metadata.fields("labels").string(NAME_LABEL).equals(name)) {
            changed = changed.withAt(name, "metadata", "labels", NAME_LABEL);
        }
        if (changed.fields("status").string("phase").isEmpty()) {
            changed = changed.withAt("Active", "status", "phase");
        }
        return changed;
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        List<@Nullable Object> finalizers =
                new ArrayList<>(object.fields("spec").list("finalizers"));
        if (!finalizers.contains(FINALIZER)) {
            finalizers.add(FINALIZER);
        }
        return object.with(
                        "spec", object.fields("spec").with("finalizers", List.copyOf(finalizers)))
                .with("status", Fields.of("phase", "Active"));
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return object.with(
                "spec",
                before.fields("spec").with("finalizers", before.fields("spec").list("finalizers")));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        FieldPath path = FieldPath.of("spec", "finalizers");
        for (Object finalizer : object.fields("spec").list("finalizers")) {
            validateFinalizer(Objects.toString(finalizer, ""), path, errors);
        }
    }

    private static void validateFinalizer(String finalizer, FieldPath path, FieldErrors errors) {
        List<String> wrong = Names.qualified(finalizer);
        errors.invalid(path, finalizer, wrong);
        if (!finalizer.contains("/") && !BUILT_IN_FINALIZERS.contains(finalizer)) {
            errors.invalid(
                    path,
                    finalizer,
                    "name is neither a standard finalizer name nor is it fully qualified");
        }
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {}

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        String phase = object.fields("status").string("phase");
        boolean going = object.fields("metadata").has("deletionTimestamp");
        if (going && !phase.equals("Terminating")) {
            errors.invalid(
                    FieldPath.of("status", "Phase"),
                    phase,
                    "may only be 'Terminating' if `deletionTimestamp` is not empty");
        } else if (!going && !phase.equals("Active")) {
            errors.invalid(
                    FieldPath.of("status", "Phase"),
                    phase,
                    "may only be 'Active' if `deletionTimestamp` is empty");
        }
    }

    @Override
    public Fields beginDelete(Fields object, RequestContext context) {
        return object.withAt("Terminating", "status", "phase");
    }

    @Override
    public boolean staysWhileDeleting(Fields object) {
        return !object.fields("spec").list("finalizers").isEmpty();
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.of("status.phase", object -> object.fields("status").string("phase"));
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("Status"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                object.fields("metadata").string("name"),
                object.fields("status").string("phase"),
                Ages.age(object, now));
    }
}
