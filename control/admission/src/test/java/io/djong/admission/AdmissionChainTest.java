package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AdmissionChainTest {

    @Test
    void runsInUpstreamsOrder() {
        assertThat(new TestCluster(Set.of()).chain.names())
                .containsExactly(
                        "NamespaceLifecycle",
                        "LimitRanger",
                        "ServiceAccount",
                        "TaintNodesByCondition",
                        "PodSecurity",
                        "Priority",
                        "DefaultTolerationSeconds",
                        "DefaultStorageClass",
                        "StorageObjectInUseProtection",
                        "PersistentVolumeClaimResize",
                        "RuntimeClass",
                        "CertificateApproval",
                        "CertificateSigning",
                        "ClusterTrustBundleAttest",
                        "CertificateSubjectRestriction",
                        "DefaultIngressClass",
                        "PodTopologyLabels",
                        "ResourceQuota");
    }

    @Test
    void othersAreOnWhenAskedFor() {
        assertThat(new TestCluster(Set.of("NodeRestriction", "AlwaysPullImages")).chain.names())
                .contains("NodeRestriction", "AlwaysPullImages");
    }

    @Test
    void unknownNamesAreRefused() {
        assertThatThrownBy(() -> new TestCluster(Set.of("Nonsense")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("admission plug-ins unknown: Nonsense");
    }
}
