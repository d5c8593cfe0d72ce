package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.GroupVersion;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import org.junit.jupiter.api.Test;

class ClusterTrustBundleAttestTest {

    private static final GroupVersion VERSION = new GroupVersion("certificates.k8s.io", "v1beta1");

    private static Review create(Fields bundle) {
        Call call =
                new Call(
                        VERSION,
                        "clustertrustbundles",
                        "",
                        VERSION,
                        "ClusterTrustBundle",
                        "",
                        "b",
                        UserInfo.of("alice"),
                        false,
                        Fields.EMPTY,
                        Call.Notes.DROPPED);
        return new Review.Create(call, bundle);
    }

    private static Fields bundle(String signer) {
        return Fields.of(
                "metadata", Fields.of("name", "b"), "spec", Fields.of("signerName", signer));
    }

    @Test
    void asksWhetherTheUserMayAttest() {
        ClusterTrustBundleAttest plugin =
                new ClusterTrustBundleAttest((_, _, _, _, _, _, _) -> false);

        assertThatThrownBy(() -> plugin.validate(create(bundle("example.com/ca"))))
                .hasMessage(
                        "clustertrustbundles.certificates.k8s.io \"b\" is forbidden: user not permitted to attest for signerName \"example.com/ca\"");
    }

    @Test
    void asksNothingOfABundleWithoutSigner() {
        ClusterTrustBundleAttest plugin =
                new ClusterTrustBundleAttest((_, _, _, _, _, _, _) -> false);

        assertThatCode(() -> plugin.validate(create(bundle("")))).doesNotThrowAnyException();
    }
}
