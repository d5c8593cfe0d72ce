package io.djong.apiserver.catalog;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Resource.Traits;
import java.util.Set;

/// The habits of kinds, as upstream 1.36 has them.
final class KindTraits {

    /// Kinds whose objects have `metadata.generation` 1 when created.
    private static final Set<String> GENERATIONS =
            Set.of(
                    "pods",
                    "podtemplates",
                    "replicationcontrollers",
                    "daemonsets",
                    "deployments",
                    "replicasets",
                    "statefulsets",
                    "cronjobs",
                    "jobs",
                    "customresourcedefinitions",
                    "mutatingadmissionpolicies",
                    "mutatingadmissionpolicybindings",
                    "mutatingwebhookconfigurations",
                    "validatingadmissionpolicies",
                    "validatingadmissionpolicybindings",
                    "validatingwebhookconfigurations",
                    "endpointslices",
                    "flowschemas",
                    "prioritylevelconfigurations",
                    "ingresses",
                    "ingressclasses",
                    "networkpolicies",
                    "poddisruptionbudgets",
                    "deviceclasses",
                    "resourceslices",
                    "priorityclasses");

    private static final Set<String> CREATES_ON_UPDATE =
            Set.of(
                    "leases",
                    "endpoints",
                    "events",
                    "limitranges",
                    "services",
                    "roles",
                    "rolebindings",
                    "clusterroles",
                    "clusterrolebindings");

    private static final Set<String> ANSWERS_DELETED =
            Set.of(
                    "namespaces",
                    "persistentvolumeclaims",
                    "persistentvolumes",
                    "pods",
                    "podtemplates",
                    "resourcequotas",
                    "serviceaccounts",
                    "services",
                    "deviceclasses",
                    "resourceclaims",
                    "resourceclaimtemplates",
                    "resourceslices",
                    "csidrivers",
                    "csinodes",
                    "storageclasses",
                    "volumeattachments",
                    "volumeattributesclasses");

    private static final Set<String> ORPHANS_BY_DEFAULT = Set.of("replicationcontrollers", "jobs");

    private KindTraits() {}

    static Traits of(String resource, KindRules rules) {
        return new Traits(
                GENERATIONS.contains(resource) || rules.hasGeneration(),
                CREATES_ON_UPDATE.contains(resource) || rules.createsOnUpdate(),
                ANSWERS_DELETED.contains(resource),
                ORPHANS_BY_DEFAULT.contains(resource) || rules.orphansByDefault());
    }
}
