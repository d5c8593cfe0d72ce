package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Probes and lifecycle hooks.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/pods/probes/ Probes
final class ProbeValidation {

    private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");
    private static final List<String> COUNTS =
            List.of(
                    "initialDelaySeconds",
                    "timeoutSeconds",
                    "periodSeconds",
                    "successThreshold",
                    "failureThreshold");
    private static final String ONE_HANDLER = "may not specify more than 1 handler type";

    private final PodScope scope;
    private final FieldErrors errors;

    ProbeValidation(PodScope scope, FieldErrors errors) {
        this.scope = scope;
        this.errors = errors;
    }

    void liveness(@Nullable Fields probe, FieldPath path) {
        if (probe != null) {
            probe(probe, path);
            succeedsOnce(probe, path);
        }
    }

    void startup(@Nullable Fields probe, FieldPath path) {
        liveness(probe, path);
    }

    void readiness(@Nullable Fields probe, FieldPath path) {
        if (probe == null) {
            return;
        }
        probe(probe, path);
        Long grace = probe.integerOrNull("terminationGracePeriodSeconds");
        if (grace != null) {
            errors.invalid(
                    path.child("terminationGracePeriodSeconds"),
                    grace,
                    "must not be set for readinessProbes");
        }
    }

    private void succeedsOnce(Fields probe, FieldPath path) {
        if (probe.integer("successThreshold") != 1) {
            errors.invalid(
                    path.child("successThreshold"), probe.integer("successThreshold"), "must be 1");
        }
    }

    private void probe(Fields probe, FieldPath path) {
        handler(probe, List.of("exec", "httpGet", "tcpSocket", "grpc"), path);
        for (String count : COUNTS) {
            Checks.notNegative(probe.integerOrNull(count), path.child(count), errors);
        }
        Long grace = probe.integerOrNull("terminationGracePeriodSeconds");
        if (grace != null && grace <= 0) {
            errors.invalid(
                    path.child("terminationGracePeriodSeconds"), grace, "must be greater than 0");
        }
    }

    void lifecycle(@Nullable Fields lifecycle, FieldPath path) {
        if (lifecycle == null) {
            return;
        }
        for (String hook : List.of("postStart", "preStop")) {
            Fields handler = lifecycle.fieldsOrNull(hook);
            if (handler != null) {
                handler(
                        handler,
                        List.of("exec", "httpGet", "tcpSocket", "sleep"),
                        path.child(hook));
            }
        }
        String signal = lifecycle.stringOrNull("stopSignal");
        if (signal != null) {
            StopSignals.validate(
                    signal, scope.spec().fieldsOrNull("os"), path.child("stopSignal"), errors);
        }
    }

    private void handler(Fields handlers, List<String> kinds, FieldPath path) {
        boolean found = false;
        for (String kind : kinds) {
            Fields handler = handlers.fieldsOrNull(kind);
            if (handler == null) {
                continue;
            }
            if (found) {
                errors.forbidden(path.child(kind), ONE_HANDLER);
            } else {
                found = true;
                one(kind, handler, path.child(kind));
            }
        }
        if (!found) {
            errors.required(path, "must specify a handler type");
        }
    }

    private void one(String kind, Fields handler, FieldPath path) {
        switch (kind) {
            case "exec" -> {
                if (handler.list("command").isEmpty()) {
                    errors.required(path.child("command"), "");
                }
            }
            case "httpGet" -> httpGet(handler, path);
            case "tcpSocket" ->
                    Checks.portOrName(handler.value("port"), path.child("port"), errors);
            case "grpc" -> Checks.portOrName(handler.integer("port"), path.child("port"), errors);
            default -> sleep(handler.integer("seconds"), path);
        }
    }

    private void httpGet(Fields get, FieldPath path) {
        Checks.required(get, "path", path, errors);
        Checks.portOrName(get.value("port"), path.child("port"), errors);
        Checks.supported(get.string("scheme"), SCHEMES, path.child("scheme"), errors);
        for (Fields header : Trees.objects(get, "httpHeaders")) {
            errors.invalid(
                    path.child("httpHeaders"),
                    header.string("name"),
                    Names.headerName(header.string("name")));
        }
    }

    private void sleep(long seconds, FieldPath path) {
        Long grace = scope.graceSeconds();
        if (grace != null && (seconds < 0 || seconds > grace)) {
            errors.invalid(
                    path,
                    seconds,
                    "must be non-negative and less than terminationGracePeriodSeconds ("
                            + grace
                            + ")");
        }
    }
}
