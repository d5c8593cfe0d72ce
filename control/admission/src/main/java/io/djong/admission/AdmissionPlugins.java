package io.djong.admission;

import io.djong.api.core.v1.LimitRange;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.networking.v1.IngressClass;
import io.djong.api.scheduling.v1.PriorityClass;
import io.djong.api.storage.v1.StorageClass;
import io.djong.client.Lookup;
import io.djong.meta.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// Makes the plug-ins that are wanted.
public final class AdmissionPlugins {

    /// Off unless asked for, as in Kubernetes 1.36.
    private static final Set<String> OFF_BY_DEFAULT =
            Set.of(
                    "AlwaysAdmit",
                    "AlwaysDeny",
                    "AlwaysPullImages",
                    "DenyServiceExternalIPs",
                    "EventRateLimit",
                    "ExtendedResourceToleration",
                    "ImagePolicyWebhook",
                    "LimitPodHardAntiAffinityTopology",
                    "NamespaceAutoProvision",
                    "NamespaceExists",
                    "NodeRestriction",
                    "OwnerReferencesPermissionEnforcement",
                    "PodNodeSelector",
                    "PodTolerationRestriction");

    private AdmissionPlugins() {}

    /// What plug-ins know of the cluster.
    public record Cluster(
            Lookup<Namespace> namespaces,
            Lookup<io.djong.api.core.v1.ServiceAccount> serviceAccounts,
            Lookup<Pod> pods,
            Lookup<Node> nodes,
            Lookup<LimitRange> limitRanges,
            Lookup<PriorityClass> priorityClasses,
            Lookup<StorageClass> storageClasses,
            Lookup<IngressClass> ingressClasses,
            Lookup<io.djong.api.node.v1.RuntimeClass> runtimeClasses,
            QuotaAccess quotas) {}

    /// @param enabled as in `--enable-admission-plugins`, beside those that are on by default
    /// @param disabled as in `--disable-admission-plugins`
    /// @throws IllegalArgumentException naming every plug-in that is not known
    public static AdmissionChain chain(
            Cluster cluster,
            Permissions permissions,
            Clock clock,
            RandomGenerator random,
            Set<String> enabled,
            Set<String> disabled) {
        return chain(
                cluster,
                permissions,
                clock,
                random,
                new AdmissionSettings(enabled, disabled, Map.of()),
                List.of());
    }

    /// @param more plug-ins that need more than the cluster
    /// @throws IllegalArgumentException naming every plug-in that is not known
    public static AdmissionChain chain(
            Cluster cluster,
            Permissions permissions,
            Clock clock,
            RandomGenerator random,
            AdmissionSettings settings,
            List<AdmissionPlugin> more) {
        Set<String> enabled = settings.enabled();
        Set<String> disabled = settings.disabled();
        List<AdmissionPlugin> all = all(cluster, permissions, clock, random, settings);
        all.addAll(more);
        Set<String> unknown = new HashSet<>(enabled);
        unknown.addAll(disabled);
        AdmissionChain.ORDER.forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    "admission plug-ins unknown: "
                            + String.join(", ", unknown.stream().sorted().toList()));
        }
        return new AdmissionChain(
                all.stream()
                        .filter(plugin ->
                                enabled.contains(plugin.name())
                                        || !OFF_BY_DEFAULT.contains(plugin.name()))
                        .filter(plugin -> !disabled.contains(plugin.name()))
                        .toList());
    }

    private static List<AdmissionPlugin> all(
            Cluster cluster,
            Permissions permissions,
            Clock clock,
            RandomGenerator random,
            AdmissionSettings settings) {
        List<AdmissionPlugin> all = new ArrayList<>();
        all.add(new NamespaceLifecycle(cluster.namespaces()));
        all.add(new LimitRanger(cluster.limitRanges()));
        all.add(new ServiceAccount(cluster.serviceAccounts(), clock, random));
        all.add(new NodeRestriction(cluster.nodes(), cluster.pods()));
        all.add(new TaintNodesByCondition());
        all.add(new AlwaysPullImages());
        all.add(
                new PodSecurity(
                        cluster.namespaces(),
                        cluster.pods(),
                        PodSecurity.Settings.of(settings.configuration("PodSecurity"))));
        all.add(new Priority(cluster.priorityClasses()));
        all.add(new DefaultTolerationSeconds());
        all.add(new DefaultStorageClass(cluster.storageClasses()));
        all.add(new StorageObjectInUseProtection());
        all.add(new PersistentVolumeClaimResize(cluster.storageClasses()));
        all.add(new RuntimeClass(cluster.runtimeClasses()));
        all.add(new CertificateApproval(permissions));
        all.add(new CertificateSigning(permissions));
        all.add(new CertificateSubjectRestriction());
        all.add(new DefaultIngressClass(cluster.ingressClasses()));
        all.add(new DenyServiceExternalIPs());
        all.add(new PodTopologyLabels(cluster.nodes()));
        all.add(new ResourceQuota(cluster.quotas(), settings.configuration("ResourceQuota")));
        all.add(new AlwaysAdmit());
        all.add(new AlwaysDeny());
        all.add(new NamespaceExists(cluster.namespaces()));
        all.add(new LimitPodHardAntiAffinityTopology());
        all.add(
                new PodNodeSelector(
                        cluster.namespaces(), settings.configuration("PodNodeSelector")));
        all.add(
                new PodTolerationRestriction(
                        cluster.namespaces(), settings.configuration("PodTolerationRestriction")));
        all.add(new EventRateLimit(settings.configuration("EventRateLimit"), clock));
        all.add(new ExtendedResourceToleration());
        all.add(new ClusterTrustBundleAttest(permissions));
        return all;
    }
}
