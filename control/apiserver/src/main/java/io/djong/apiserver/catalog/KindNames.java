package io.djong.apiserver.catalog;

import io.djong.apiserver.resources.Resource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Short names and categories, which no published data holds.
///
/// @spec https://kubernetes.io/docs/reference/kubectl/#resource-types kubectl resource types
final class KindNames {

    private static final Map<String, List<String>> SHORT_NAMES =
            Map.ofEntries(
                    Map.entry("componentstatuses", List.of("cs")),
                    Map.entry("configmaps", List.of("cm")),
                    Map.entry("endpoints", List.of("ep")),
                    Map.entry("events", List.of("ev")),
                    Map.entry("limitranges", List.of("limits")),
                    Map.entry("namespaces", List.of("ns")),
                    Map.entry("nodes", List.of("no")),
                    Map.entry("persistentvolumeclaims", List.of("pvc")),
                    Map.entry("persistentvolumes", List.of("pv")),
                    Map.entry("pods", List.of("po")),
                    Map.entry("replicationcontrollers", List.of("rc")),
                    Map.entry("resourcequotas", List.of("quota")),
                    Map.entry("serviceaccounts", List.of("sa")),
                    Map.entry("services", List.of("svc")),
                    Map.entry("customresourcedefinitions", List.of("crd", "crds")),
                    Map.entry("daemonsets", List.of("ds")),
                    Map.entry("deployments", List.of("deploy")),
                    Map.entry("replicasets", List.of("rs")),
                    Map.entry("statefulsets", List.of("sts")),
                    Map.entry("horizontalpodautoscalers", List.of("hpa")),
                    Map.entry("cronjobs", List.of("cj")),
                    Map.entry("certificatesigningrequests", List.of("csr")),
                    Map.entry("ingresses", List.of("ing")),
                    Map.entry("networkpolicies", List.of("netpol")),
                    Map.entry("ipaddresses", List.of("ip")),
                    Map.entry("poddisruptionbudgets", List.of("pdb")),
                    Map.entry("priorityclasses", List.of("pc")),
                    Map.entry("storageclasses", List.of("sc")),
                    Map.entry("volumeattributesclasses", List.of("vac")));

    private static final Set<String> IN_ALL =
            Set.of(
                    "pods",
                    "replicationcontrollers",
                    "services",
                    "daemonsets",
                    "deployments",
                    "replicasets",
                    "statefulsets",
                    "horizontalpodautoscalers",
                    "cronjobs",
                    "jobs");

    private static final Set<String> API_EXTENSIONS =
            Set.of(
                    "apiservices",
                    "customresourcedefinitions",
                    "mutatingwebhookconfigurations",
                    "validatingwebhookconfigurations",
                    "validatingadmissionpolicies",
                    "validatingadmissionpolicybindings",
                    "mutatingadmissionpolicies",
                    "mutatingadmissionpolicybindings");

    private KindNames() {}

    static Resource.Names of(String resource, String kind) {
        return new Resource.Names(
                kind.toLowerCase(Locale.ROOT),
                SHORT_NAMES.getOrDefault(resource, List.of()),
                IN_ALL.contains(resource)
                        ? List.of("all")
                        : API_EXTENSIONS.contains(resource)
                                ? List.of("api-extensions")
                                : List.of());
    }
}
