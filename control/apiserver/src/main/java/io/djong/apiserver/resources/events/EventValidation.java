package io.djong.apiserver.resources.events;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an Event must be like, in the words of the core group. Texts as in Kubernetes 1.36.
public final class EventValidation {

    private static final int TEXT_MAX = 128;
    private static final int NOTE_MAX = 1024;
    private static final String UNSET = "needs to be unset";

    /// Upstream's type of references, as Go names and orders its fields.
    private static final List<String> REFERENCE =
            List.of(
                    "kind",
                    "namespace",
                    "name",
                    "uid",
                    "apiVersion",
                    "resourceVersion",
                    "fieldPath");

    private EventValidation() {}

    /// What is asked of all events. Those with a time of their own are of the newer kind, and have to say more.
    ///
    /// @param controllerName what the version calls the field `reportingComponent`
    public static void legacy(Fields event, String controllerName, FieldErrors errors) {
        String namespace = event.fields("metadata").string("namespace");
        String involved = event.fields("involvedObject").string("namespace");
        boolean isNew = !event.string("eventTime").isEmpty();
        // Objects outside namespaces have their events in the namespace `default`.
        boolean fits =
                involved.isEmpty()
                        ? namespace.equals("default") || (isNew && namespace.equals("kube-system"))
                        : isNew || namespace.equals(involved);
        if (!fits) {
            errors.invalid(
                    FieldPath.of("involvedObject", "namespace"),
                    involved,
                    "does not match event.namespace");
        }
        if (isNew) {
            String controller = event.string("reportingComponent");
            FieldPath path = FieldPath.of(controllerName);
            if (controller.isEmpty()) {
                errors.required(path, "");
            }
            errors.invalid(path, controller, Names.qualified(controller));
            for (String name : List.of("reportingInstance", "action", "reason")) {
                if (event.string(name).isEmpty()) {
                    errors.required(FieldPath.of(name), "");
                }
                atMost(event, name, TEXT_MAX, errors);
            }
            atMost(event, "message", NOTE_MAX, errors);
        }
        errors.invalid(FieldPath.of("namespace"), namespace, Names.dnsSubdomain(namespace));
    }

    private static void atMost(Fields event, String name, int max, FieldErrors errors) {
        if (event.string(name).length() > max) {
            errors.invalid(FieldPath.of(name), "", "can have at most " + max + " characters");
        }
    }

    /// What `events.k8s.io` asks in addition.
    static void strict(Fields event, FieldErrors errors) {
        series(event, errors);
        if (event.string("eventTime").isEmpty()) {
            errors.required(FieldPath.of("eventTime"), "");
        }
        String type = event.string("type");
        if (!type.equals("Normal") && !type.equals("Warning")) {
            errors.invalid(FieldPath.of("type"), "", "has invalid value: " + type);
        }
        for (String name : List.of("firstTimestamp", "lastTimestamp")) {
            if (!event.string(name).isEmpty()) {
                errors.invalid(FieldPath.of(name), "", UNSET);
            }
        }
        if (event.integer("count") != 0) {
            errors.invalid(FieldPath.of("count"), "", UNSET);
        }
        Fields source = event.fields("source");
        if (!source.string("component").isEmpty() || !source.string("host").isEmpty()) {
            errors.invalid(FieldPath.of("source"), "", UNSET);
        }
    }

    private static void series(Fields event, FieldErrors errors) {
        Fields series = event.fieldsOrNull("series");
        if (series == null) {
            return;
        }
        if (series.integer("count") < 2) {
            errors.invalid(FieldPath.of("series", "count"), "", "should be at least 2");
        }
        if (series.string("lastObservedTime").isEmpty()) {
            errors.required(FieldPath.of("series", "lastObservedTime"), "");
        }
    }

    /// Only the series goes on.
    static void strictUpdate(Fields event, Fields before, FieldErrors errors) {
        if (!Objects.equals(event.value("series"), before.value("series"))) {
            series(event, errors);
        }
        reference(event, before, "involvedObject", errors);
        text(event, before, "reason", "reason", errors);
        text(event, before, "message", "message", errors);
        for (String name : List.of("source", "firstTimestamp", "lastTimestamp", "count")) {
            errors.immutable(FieldPath.of(name), event.value(name), before.value(name));
        }
        text(event, before, "reason", "reason", errors);
        text(event, before, "type", "type", errors);
        errors.immutable(
                FieldPath.of("eventTime"), event.value("eventTime"), before.value("eventTime"));
        text(event, before, "action", "action", errors);
        reference(event, before, "related", errors);
        text(event, before, "reportingComponent", "reportingController", errors);
        text(event, before, "reportingInstance", "reportingInstance", errors);
    }

    private static void text(
            Fields event, Fields before, String name, String shown, FieldErrors errors) {
        errors.immutable(FieldPath.of(shown), event.string(name), before.string(name));
    }

    private static void reference(Fields event, Fields before, String name, FieldErrors errors) {
        errors.immutable(FieldPath.of(name), internal(event, name), internal(before, name));
    }

    private static @Nullable Fields internal(Fields event, String name) {
        if (!Trees.isSet(event, name) && name.equals("related")) {
            return null;
        }
        Fields reference = event.fields(name);
        Fields.Builder internal = new Fields.Builder(REFERENCE.size());
        for (String field : REFERENCE) {
            String shown =
                    switch (field) {
                        case "uid" -> "UID";
                        case "apiVersion" -> "APIVersion";
                        default -> Character.toUpperCase(field.charAt(0)) + field.substring(1);
                    };
            internal.add(shown, reference.string(field));
        }
        return internal.build();
    }
}
