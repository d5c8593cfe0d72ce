package io.djong.auth.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.certificates.v1.CertificateSigningRequest;
import io.djong.auth.TestClock;
import io.djong.http.tls.Identity;
import io.djong.http.tls.Pem;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestSignerTest {

    private final TestClock clock = new TestClock();
    private final KeyPair keys = KeyPairs.generate();
    private final X509Certificate root =
            CertificateAuthority.selfSigned(
                    "kubernetes",
                    keys.getPublic(),
                    keys.getPrivate(),
                    clock.now(),
                    clock.now().plus(Duration.ofDays(3650)),
                    new SecureRandom());
    private final RequestSigner signer =
            new RequestSigner(
                    new Identity(keys.getPrivate(), List.of(root)), clock, new SecureRandom());

    @Test
    void signsAKubeletsServingCertificate() throws Exception {
        var wanted =
                request(
                        "kubernetes.io/kubelet-serving",
                        "O=system:nodes,CN=system:node:n1",
                        "n1",
                        "digital signature",
                        "server auth");

        var outcome = (RequestSigner.Outcome.Signed) signer.sign(wanted).orElseThrow();

        X509Certificate certificate = Pem.certificates(outcome.certificate()).getFirst();
        certificate.verify(keys.getPublic());
        assertThat(certificate.getSubjectX500Principal().getName())
                .isEqualTo("CN=system:node:n1,O=system:nodes");
        assertThat(certificate.getSubjectAlternativeNames())
                .containsExactly(List.of(GeneralName.dNSName, "n1"));
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(clock.now().plus(Duration.ofDays(365)).minus(Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "kubelet-serving,'O=system:nodes,CN=system:node:n1','',server auth,DNS or IP subjectAltName is required",
        "kubelet-serving,'O=other,CN=system:node:n1',n1,server auth,subject organization is not system:nodes",
        "kubelet-serving,'O=system:nodes,CN=n1',n1,server auth,subject common name does not begin with system:node:",
        "kubelet-serving,'O=system:nodes,CN=system:node:n1',n1,client auth,usages did not match [digital signature key encipherment server auth]",
        "kube-apiserver-client-kubelet,'O=system:nodes,CN=system:node:n1',n1,client auth,DNS subjectAltNames are not allowed",
        "kube-apiserver-client,CN=bob,'',server auth,invalid usage for client certificate: server auth"
    })
    void objectsAsUpstream(
            String name, String subject, String dnsName, String usage, String message) {
        var wanted = request("kubernetes.io/" + name, subject, dnsName, "digital signature", usage);

        assertThat(signer.sign(wanted))
                .contains(new RequestSigner.Outcome.Failed("SignerValidationFailure", message));
    }

    @Test
    void leavesOthersRequestsAlone() {
        assertThat(signer.sign(request("example.com/x", "CN=bob", "", "client auth"))).isEmpty();
    }

    @Test
    void kubeletsApproveThemselves() {
        var wanted =
                request(
                        "kubernetes.io/kube-apiserver-client-kubelet",
                        "O=system:nodes,CN=system:node:n1",
                        "",
                        "digital signature",
                        "client auth");

        assertThat(RequestSigner.autoApprovals(wanted))
                .extracting(RequestSigner.AutoApproval::subresource)
                .containsExactly("nodeclient");
        assertThat(
                        RequestSigner.autoApprovals(
                                wanted.withSpec(wanted.spec().withUsername("system:node:n1"))))
                .extracting(RequestSigner.AutoApproval::subresource)
                .containsExactly("selfnodeclient", "nodeclient");
    }

    private static CertificateSigningRequest request(
            String signerName, String subject, String dnsName, String... usages) {
        return new CertificateSigningRequest(
                Fields.of(
                        "spec",
                        Fields.of(
                                "signerName",
                                signerName,
                                "usages",
                                List.of(usages),
                                "request",
                                Base64.getEncoder()
                                        .encodeToString(
                                                TestRequests.pem(subject, dnsName)
                                                        .getBytes(StandardCharsets.US_ASCII)))));
    }
}
