package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The defaults of pods and of pod templates.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/ Pod
public final class PodDefaults {

    private static final String LATEST = "latest";

    private PodDefaults() {}

    /// What only a pod gets, and a template does not.
    static Fields pod(Fields pod) {
        Fields spec = pod.fields("spec");
        spec = each(spec, "containers", PodDefaults::requestsFromLimits);
        spec = each(spec, "initContainers", PodDefaults::requestsFromLimits);
        spec = within(spec, "resources", PodDefaults::requestsOfContainer);
        spec = orElse(spec, "enableServiceLinks", true);
        if (spec.integer("terminationGracePeriodSeconds") < 0) {
            spec = spec.with("terminationGracePeriodSeconds", 1L);
        }
        if (spec.bool("hostNetwork")) {
            spec = each(spec, "containers", PodDefaults::withHostPorts);
            spec = each(spec, "initContainers", PodDefaults::withHostPorts);
        }
        return template(pod.with("spec", spec));
    }

    /// On the node's own network a container's port is the node's.
    private static Fields withHostPorts(Fields container) {
        return each(
                container,
                "ports",
                port -> filled(port, "hostPort", port.integer("containerPort")));
    }

    /// A limit without a request is a request of the same.
    private static Fields requestsFromLimits(Fields container) {
        return within(container, "resources", PodDefaults::requestsOfContainer);
    }

    private static Fields requestsOfContainer(Fields resources) {
        Fields requests = resources.fields("requests");
        for (Map.Entry<String, @Nullable Object> limit : resources.fields("limits").entrySet()) {
            if (!requests.has(limit.getKey())) {
                requests = requests.with(limit.getKey(), limit.getValue());
            }
        }
        return requests.isEmpty() ? resources : resources.with("requests", requests);
    }

    /// The defaults of an object with a `spec` that is a pod's.
    public static Fields template(Fields template) {
        return template.with("spec", spec(template.fields("spec")));
    }

    private static Fields spec(Fields given) {
        Fields spec = each(given, "volumes", VolumeDefaults::volume);
        spec = each(spec, "initContainers", PodDefaults::container);
        spec = each(spec, "containers", PodDefaults::container);
        spec = each(spec, "ephemeralContainers", PodDefaults::container);
        spec = filled(spec, "restartPolicy", "Always");
        spec = orElse(spec, "terminationGracePeriodSeconds", 30L);
        spec = filled(spec, "dnsPolicy", "ClusterFirst");
        String account = spec.string("serviceAccountName");
        if (account.isEmpty() && !spec.string("serviceAccount").isEmpty()) {
            spec = spec.with("serviceAccountName", spec.string("serviceAccount"));
        } else if (!account.isEmpty()) {
            spec = spec.with("serviceAccount", account);
        }
        spec = orElse(spec, "securityContext", Fields.EMPTY);
        return filled(spec, "schedulerName", "default-scheduler");
    }

    private static Fields container(Fields given) {
        Fields container = each(given, "ports", port -> filled(port, "protocol", "TCP"));
        container = each(container, "env", PodDefaults::variable);
        container = within(container, "livenessProbe", PodDefaults::probe);
        container = within(container, "readinessProbe", PodDefaults::probe);
        container = within(container, "startupProbe", PodDefaults::probe);
        container = within(container, "lifecycle", PodDefaults::lifecycle);
        container = filled(container, "terminationMessagePath", "/dev/termination-log");
        container = filled(container, "terminationMessagePolicy", "File");
        return filled(container, "imagePullPolicy", pullPolicy(container.string("image")));
    }

    private static Fields variable(Fields variable) {
        return within(
                variable,
                "valueFrom",
                source ->
                        within(
                                source,
                                "fieldRef",
                                reference -> filled(reference, "apiVersion", "v1")));
    }

    private static Fields probe(Fields given) {
        Fields probe = handler(given);
        probe = within(probe, "grpc", grpc -> orElse(grpc, "service", ""));
        probe = filled(probe, "timeoutSeconds", 1L);
        probe = filled(probe, "periodSeconds", 10L);
        probe = filled(probe, "successThreshold", 1L);
        return filled(probe, "failureThreshold", 3L);
    }

    private static Fields lifecycle(Fields lifecycle) {
        return within(
                within(lifecycle, "postStart", PodDefaults::handler),
                "preStop",
                PodDefaults::handler);
    }

    private static Fields handler(Fields handler) {
        return within(
                handler, "httpGet", get -> filled(filled(get, "path", "/"), "scheme", "HTTP"));
    }

    /// `latest`, said or meant, is always asked for anew.
    static String pullPolicy(String image) {
        int slash = image.lastIndexOf('/');
        int at = image.indexOf('@');
        String name = at < 0 ? image : image.substring(0, at);
        int colon = name.lastIndexOf(':');
        boolean tagged = colon > slash;
        String tag = tagged ? name.substring(colon + 1) : at < 0 ? LATEST : "";
        return tag.equals(LATEST) ? "Always" : "IfNotPresent";
    }
}
