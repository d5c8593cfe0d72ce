package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.each;
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
        return template(pod.with("spec", spec));
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
        boolean hostNetwork = given.bool("hostNetwork");
        Fields spec = each(given, "volumes", VolumeDefaults::volume);
        spec = each(spec, "initContainers", container -> container(container, hostNetwork));
        spec = each(spec, "containers", container -> container(container, hostNetwork));
        spec = each(spec, "ephemeralContainers", container -> container(container, false));
        spec = orElse(spec, "restartPolicy", "Always");
        spec = orElse(spec, "terminationGracePeriodSeconds", 30L);
        spec = orElse(spec, "dnsPolicy", "ClusterFirst");
        String account = spec.string("serviceAccountName");
        if (account.isEmpty() && !spec.string("serviceAccount").isEmpty()) {
            spec = spec.with("serviceAccountName", spec.string("serviceAccount"));
        } else if (!account.isEmpty()) {
            spec = spec.with("serviceAccount", account);
        }
        spec = orElse(spec, "securityContext", Fields.EMPTY);
        return orElse(spec, "schedulerName", "default-scheduler");
    }

    private static Fields container(Fields given, boolean hostNetwork) {
        Fields container = each(given, "ports", port -> port(port, hostNetwork));
        container = each(container, "env", PodDefaults::variable);
        container = within(container, "livenessProbe", PodDefaults::probe);
        container = within(container, "readinessProbe", PodDefaults::probe);
        container = within(container, "startupProbe", PodDefaults::probe);
        container = within(container, "lifecycle", PodDefaults::lifecycle);
        container = orElse(container, "terminationMessagePath", "/dev/termination-log");
        container = orElse(container, "terminationMessagePolicy", "File");
        return orElse(container, "imagePullPolicy", pullPolicy(container.string("image")));
    }

    private static Fields port(Fields given, boolean hostNetwork) {
        Fields port = orElse(given, "protocol", "TCP");
        return hostNetwork ? orElse(port, "hostPort", port.integer("containerPort")) : port;
    }

    private static Fields variable(Fields variable) {
        return within(
                variable,
                "valueFrom",
                source -> within(source, "fieldRef", reference -> orElse(reference, "apiVersion", "v1")));
    }

    private static Fields probe(Fields given) {
        Fields probe = handler(given);
        probe = within(probe, "grpc", grpc -> orElse(grpc, "service", ""));
        probe = orElse(probe, "timeoutSeconds", 1L);
        probe = orElse(probe, "periodSeconds", 10L);
        probe = orElse(probe, "successThreshold", 1L);
        return orElse(probe, "failureThreshold", 3L);
    }

    private static Fields lifecycle(Fields lifecycle) {
        return within(within(lifecycle, "postStart", PodDefaults::handler), "preStop", PodDefaults::handler);
    }

    private static Fields handler(Fields handler) {
        return within(handler, "httpGet", get -> orElse(orElse(get, "path", "/"), "scheme", "HTTP"));
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
