package io.djong.apiserver.resources.core;

import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoForm;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What events must be like, in the form of the core group: those with an `eventTime` are of the new kind and say more.
///
/// @param reporter what the served version calls `reportingComponent`
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ Event
public record EventValidation(Fields event, String reporter, FieldErrors errors) {

    private static final int TEXT_MAX = 128;
    private static final int NOTE_MAX = 1024;

    /// What holds for both groups.
    public void validate() {
        String namespace = event.fields("metadata").string("namespace");
        String involved = event.fields("involvedObject").string("namespace");
        if (event.string("eventTime").isEmpty()) {
            // Objects outside namespaces have their events in the namespace `default`.
            boolean fits =
                    involved.isEmpty() ? namespace.equals("default") : namespace.equals(involved);
            if (!fits) {
                elsewhere(involved);
            }
        } else {
            if (involved.isEmpty() && !List.of("default", "kube-system").contains(namespace)) {
                elsewhere(involved);
            }
            texts();
        }
        errors.invalid(FieldPath.of("namespace"), namespace, Names.dnsSubdomain(namespace));
    }

    private void elsewhere(String involved) {
        errors.invalid(
                FieldPath.of("involvedObject", "namespace"),
                involved,
                "does not match event.namespace");
    }

    private void texts() {
        String component = event.string("reportingComponent");
        if (component.isEmpty()) {
            errors.required(FieldPath.of(reporter), "");
        }
        Checks.labelName(component, FieldPath.of(reporter), errors);
        for (String name : List.of("reportingInstance", "action", "reason")) {
            if (event.string(name).isEmpty()) {
                errors.required(FieldPath.of(name), "");
            }
            atMost(name, TEXT_MAX);
        }
        atMost("message", NOTE_MAX);
    }

    private void atMost(String name, int max) {
        if (event.string(name).getBytes(StandardCharsets.UTF_8).length > max) {
            errors.invalid(FieldPath.of(name), "", "can have at most " + max + " characters");
        }
    }

    /// What only `events.k8s.io` asks of new events.
    public void validateNew() {
        series();
        if (event.string("eventTime").isEmpty()) {
            errors.required(FieldPath.of("eventTime"), "");
        }
        String type = event.string("type");
        if (!type.equals("Normal") && !type.equals("Warning")) {
            errors.invalid(FieldPath.of("type"), "", "has invalid value: " + type);
        }
        Fields source = event.fields("source");
        unset("firstTimestamp", !event.string("firstTimestamp").isEmpty());
        unset("lastTimestamp", !event.string("lastTimestamp").isEmpty());
        unset("count", event.integer("count") != 0);
        unset(
                "source",
                !source.string("component").isEmpty() || !source.string("host").isEmpty());
    }

    private void unset(String name, boolean isSet) {
        if (isSet) {
            errors.invalid(FieldPath.of(name), "", "needs to be unset");
        }
    }

    private void series() {
        Fields series = event.fieldsOrNull("series");
        if (series == null) {
            return;
        }
        if (series.integer("count") < 2) {
            errors.invalid(FieldPath.of("series.count"), "", "should be at least 2");
        }
        if (series.string("lastObservedTime").isEmpty()) {
            errors.required(FieldPath.of("series.lastObservedTime"), "");
        }
    }

    /// What only `events.k8s.io` asks of changed events: but for the series they stay.
    public void validateChange(Fields before) {
        if (!Objects.equals(event.value("series"), before.value("series"))) {
            series();
        }
        same("involvedObject", "ObjectReference", before);
        stays("reason", "", before);
        stays("message", "", before);
        same("source", "EventSource", before);
        stays("firstTimestamp", null, before);
        stays("lastTimestamp", null, before);
        stays("count", 0L, before);
        stays("reason", "", before);
        stays("type", "", before);
        stays("eventTime", null, before);
        stays("action", "", before);
        same("related", "ObjectReference", before);
        immutable("reportingController", "reportingComponent", "", before);
        stays("reportingInstance", "", before);
    }

    private void same(String name, String type, Fields before) {
        if (!event.fields(name).equals(before.fields(name))) {
            boolean embedded = !name.equals("related");
            errors.invalid(
                    FieldPath.of(name),
                    GoForm.of(type, embedded ? event.fields(name) : event.value(name)),
                    FieldErrors.IMMUTABLE);
        }
    }

    private void stays(String name, @Nullable Object zero, Fields before) {
        immutable(name, name, zero, before);
    }

    private void immutable(String shown, String name, @Nullable Object zero, Fields before) {
        errors.immutable(
                FieldPath.of(shown),
                event.value(name) == null ? zero : event.value(name),
                before.value(name) == null ? zero : before.value(name));
    }
}
