package io.djong.admission;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// All plug-ins in running order.
public final class AdmissionChain {

    /// The running order of Kubernetes 1.36, whichever of them are on.
    ///
    /// @spec https://github.com/kubernetes/kubernetes/blob/v1.36.0/pkg/kubeapiserver/options/plugins.go AllOrderedPlugins
    public static final List<String> ORDER =
            List.of(
                    "AlwaysAdmit",
                    "NamespaceAutoProvision",
                    "NamespaceLifecycle",
                    "NamespaceExists",
                    "LimitPodHardAntiAffinityTopology",
                    "LimitRanger",
                    "ServiceAccount",
                    "NodeRestriction",
                    "TaintNodesByCondition",
                    "AlwaysPullImages",
                    "ImagePolicyWebhook",
                    "PodSecurity",
                    "PodNodeSelector",
                    "Priority",
                    "DefaultTolerationSeconds",
                    "PodTolerationRestriction",
                    "EventRateLimit",
                    "ExtendedResourceToleration",
                    "DefaultStorageClass",
                    "StorageObjectInUseProtection",
                    "PodGroupProtection",
                    "OwnerReferencesPermissionEnforcement",
                    "PersistentVolumeClaimResize",
                    "RuntimeClass",
                    "CertificateApproval",
                    "CertificateSigning",
                    "ClusterTrustBundleAttest",
                    "CertificateSubjectRestriction",
                    "DefaultIngressClass",
                    "DenyServiceExternalIPs",
                    "PodTopologyLabels",
                    "PodGroupWorkloadExists",
                    "NodeDeclaredFeatureValidator",
                    "PodResizeValidator",
                    "MutatingAdmissionPolicy",
                    "MutatingAdmissionWebhook",
                    "ValidatingAdmissionPolicy",
                    "ValidatingAdmissionWebhook",
                    "ResourceQuota",
                    "AlwaysDeny");

    private final List<AdmissionPlugin> plugins;

    /// @param plugins in any order
    /// @throws IllegalArgumentException if one has no place in [#ORDER]
    public AdmissionChain(List<? extends AdmissionPlugin> plugins) {
        List<AdmissionPlugin> ordered = new ArrayList<>(plugins);
        ordered.sort(Comparator.comparingInt(AdmissionChain::place));
        this.plugins = List.copyOf(ordered);
    }

    private static int place(AdmissionPlugin plugin) {
        int place = ORDER.indexOf(plugin.name());
        if (place < 0) {
            throw new IllegalArgumentException("admission plug-in unknown: " + plugin.name());
        }
        return place;
    }

    /// The names of the plug-ins that are on, in running order.
    public List<String> names() {
        return plugins.stream().map(AdmissionPlugin::name).toList();
    }

    /// The object as all plug-ins want it.
    ///
    /// @throws io.djong.meta.ApiException when one of them refuses already now
    public Fields mutate(Review review) {
        Review current = run(review);
        return review.call().reinvocation().begin() ? run(current).object() : current.object();
    }

    private Review run(Review review) {
        Review current = review;
        for (AdmissionPlugin plugin : plugins) {
            current = current.withObject(plugin.mutate(current));
        }
        return current;
    }

    /// @throws io.djong.meta.ApiException of the first plug-in that refuses
    public void validate(Review review) {
        for (AdmissionPlugin plugin : plugins) {
            plugin.validate(review);
        }
    }
}
