package io.djong.kubelet.containers;

import io.djong.api.core.v1.Pod;

/// What a pod is called by itself.
///
/// @param name of the host
/// @param domain "" without a subdomain
public record Hostnames(String name, String domain) {

    private static final int LENGTH_MAX = 63;

    public static Hostnames of(Pod pod, String clusterDomain) {
        String override = pod.spec().hostnameOverride();
        if (override != null && !override.isEmpty()) {
            return new Hostnames(override, "");
        }
        String name = pod.spec().hostname().isEmpty() ? pod.name() : pod.spec().hostname();
        if (name.length() > LENGTH_MAX) {
            name = name.substring(0, LENGTH_MAX).replaceAll("[-.]+$", "");
        }
        String domain =
                pod.spec().subdomain().isEmpty()
                        ? ""
                        : "%s.%s.svc.%s"
                                .formatted(pod.spec().subdomain(), pod.namespace(), clusterDomain);
        return new Hostnames(name, domain);
    }

    public String qualified() {
        return domain.isEmpty() ? name : name + "." + domain;
    }
}
