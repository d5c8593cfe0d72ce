package io.djong.apiserver.resources.core;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodIP;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Pods: a creator says what is wanted, the scheduler and the kubelet say the rest.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/ Pod Lifecycle
public final class PodResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return PodDefaults.pod(object);
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        Pod pod = new Pod(object);
        Fields status = Fields.of("phase", "Pending", "qosClass", PodQos.of(pod.spec()));
        if (!pod.spec().schedulingGates().isEmpty()) {
            Fields gated =
                    Fields.builder()
                            .add("type", "PodScheduled")
                            .add("status", "False")
                            .add("lastProbeTime", null)
                            .add("lastTransitionTime", Times.seconds(context.now()))
                            .add("reason", "SchedulingGated")
                            .add(
                                    "message",
                                    "Scheduling is blocked due to non-empty scheduling gates")
                            .build();
            status =
                    Fields.of(
                            "phase",
                            "Pending",
                            "conditions",
                            List.of(gated),
                            "qosClass",
                            status.string("qosClass"));
        }
        return PodLabelKeys.merged(object).with("status", status);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        PodValidation.validateCreate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        PodUpdateValidation.validate(object, before, errors);
    }

    @Override
    public void validatePart(String subresource, Fields object, Fields before, FieldErrors errors) {
        PodPartValidation part = new PodPartValidation(object, before, errors);
        switch (subresource) {
            case "ephemeralcontainers" -> part.ephemeralContainers();
            case "resize" -> part.resize();
            default -> {}
        }
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        return PodWarnings.ofNew(object, "the Pod's hostname");
    }

    /// Pods are mostly changed by programs: nobody would read it.
    @Override
    public List<String> warningsOnUpdate(Fields object, Fields before) {
        return List.of();
    }

    /// How long it stays: what the caller asks, else what the pod asks; not at all before it has a node or after it ended.
    @Override
    public @Nullable Long graceSeconds(Fields object, @Nullable Long requested) {
        Pod pod = new Pod(object);
        String phase = pod.status().phase();
        if (pod.spec().nodeName().isEmpty()
                || phase.equals("Succeeded")
                || phase.equals("Failed")) {
            return 0L;
        }
        Long own = Objects.requireNonNullElse(pod.spec().terminationGracePeriodSeconds(), 30L);
        long seconds = requested == null ? own : requested;
        // A negative grace means the shortest that still tells the kubelet.
        return seconds < 0 ? 1L : seconds;
    }

    @Override
    public List<Column> columns() {
        return PodCells.COLUMNS;
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return PodCells.of(new Pod(object), now);
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.ofEntries(
                Map.entry("spec.nodeName", object -> object.fields("spec").string("nodeName")),
                Map.entry(
                        "spec.restartPolicy",
                        object -> object.fields("spec").string("restartPolicy")),
                Map.entry(
                        "spec.schedulerName",
                        object -> object.fields("spec").string("schedulerName")),
                Map.entry(
                        "spec.serviceAccountName",
                        object -> object.fields("spec").string("serviceAccountName")),
                Map.entry(
                        "spec.hostNetwork",
                        object -> Boolean.toString(object.fields("spec").bool("hostNetwork"))),
                Map.entry("status.phase", object -> object.fields("status").string("phase")),
                Map.entry("status.podIP", object -> object.fields("status").string("podIP")),
                Map.entry("status.podIPs", object -> addresses(new Pod(object))),
                Map.entry(
                        "status.nominatedNodeName",
                        object -> object.fields("status").string("nominatedNodeName")));
    }

    private static String addresses(Pod pod) {
        List<PodIP> addresses = pod.status().podIPs();
        return addresses.isEmpty() ? "" : addresses.getFirst().ip();
    }
}
