package io.djong.apiserver.resources.scheduling;

import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/#priorityclass PriorityClass
final class PriorityClassResource implements KindRules {

    /// What users may set at most; higher ones are the system's own.
    private static final long USER_MAX = 1_000_000_000;

    private static final Map<String, Long> SYSTEM =
            Map.of(
                    "system-node-critical",
                    2_000_001_000L,
                    "system-cluster-critical",
                    2_000_000_000L);

    @Override
    public Fields defaults(Fields object) {
        return orElse(object, "preemptionPolicy", "PreemptLowerPriority");
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        String name = Trees.name(object);
        if (name.startsWith("system-")) {
            String wrong = systemMismatch(object, name);
            if (!wrong.isEmpty()) {
                errors.forbidden(
                        FieldPath.of("metadata", "name"),
                        "priority class names with 'system-' prefix are reserved for system use only. error: "
                                + wrong);
            }
        } else if (object.integer("value") > USER_MAX) {
            errors.forbidden(
                    FieldPath.of("value"),
                    "maximum allowed value of a user defined priority is " + USER_MAX);
        }
        String policy = object.string("preemptionPolicy");
        if (policy.isEmpty()) {
            errors.required(FieldPath.of("preemptionPolicy"), "");
        } else if (!policy.equals("PreemptLowerPriority") && !policy.equals("Never")) {
            errors.notSupported(
                    FieldPath.of("preemptionPolicy"), policy, "PreemptLowerPriority", "Never");
        }
    }

    private static String systemMismatch(Fields object, String name) {
        Long value = SYSTEM.get(name);
        if (value == null) {
            return name + " is not a known system priority class";
        }
        if (object.integer("value") != value) {
            return "value of " + name + " PriorityClass must be " + value;
        }
        return object.bool("globalDefault")
                ? "globalDefault of " + name + " PriorityClass must be false"
                : "";
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        if (object.integer("value") != before.integer("value")) {
            errors.forbidden(FieldPath.of("value"), "may not be changed in an update.");
        }
        errors.immutable(
                FieldPath.of("preemptionPolicy"),
                object.value("preemptionPolicy"),
                before.value("preemptionPolicy"));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.integer("Value"),
                Column.bool("Global-Default"),
                Column.AGE,
                Column.string("PreemptionPolicy"));
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                Trees.name(object),
                object.integer("value"),
                object.bool("globalDefault"),
                Ages.age(object, now),
                object.string("preemptionPolicy"));
    }
}
