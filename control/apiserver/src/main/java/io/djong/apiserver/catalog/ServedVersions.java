package io.djong.apiserver.catalog;

import java.util.List;

/// The groups in the order of upstream's discovery, each with the versions that 1.36 serves by default, preferred first.
/// Other versions of the facts are off by default upstream.
///
/// @spec https://kubernetes.io/docs/reference/using-api/ API groups and versioning
final class ServedVersions {

    record Group(String name, List<String> versions) {}

    static final List<Group> ALL =
            List.of(
                    new Group("", List.of("v1")),
                    new Group("apiregistration.k8s.io", List.of("v1")),
                    new Group("apps", List.of("v1")),
                    new Group("events.k8s.io", List.of("v1")),
                    new Group("authentication.k8s.io", List.of("v1")),
                    new Group("authorization.k8s.io", List.of("v1")),
                    new Group("autoscaling", List.of("v2", "v1")),
                    new Group("batch", List.of("v1")),
                    new Group("certificates.k8s.io", List.of("v1")),
                    new Group("networking.k8s.io", List.of("v1")),
                    new Group("policy", List.of("v1")),
                    new Group("rbac.authorization.k8s.io", List.of("v1")),
                    new Group("storage.k8s.io", List.of("v1")),
                    new Group("admissionregistration.k8s.io", List.of("v1")),
                    new Group("apiextensions.k8s.io", List.of("v1")),
                    new Group("scheduling.k8s.io", List.of("v1")),
                    new Group("coordination.k8s.io", List.of("v1")),
                    new Group("node.k8s.io", List.of("v1")),
                    new Group("discovery.k8s.io", List.of("v1")),
                    new Group("resource.k8s.io", List.of("v1")),
                    new Group("flowcontrol.apiserver.k8s.io", List.of("v1")));

    private ServedVersions() {}
}
