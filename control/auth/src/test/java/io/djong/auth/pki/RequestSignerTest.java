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
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.pkcs.Attribute;
import org.bouncycastle.asn1.pkcs.CertificationRequestInfo;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
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
                                                pem(subject, dnsName)
                                                        .getBytes(StandardCharsets.US_ASCII)))));
    }

    private static String pem(String subject, String dnsName) {
        try {
            KeyPair pair = KeyPairs.generate();
            CertificationRequestInfo info =
                    new CertificationRequestInfo(
                            new X500Name(subject),
                            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()),
                            dnsName.isEmpty() ? new DERSet() : new DERSet(names(dnsName)));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(info.getEncoded("DER"));
            return Pem.write(
                    "CERTIFICATE REQUEST",
                    new DERSequence(
                                    new ASN1Encodable[] {
                                        info,
                                        new AlgorithmIdentifier(
                                                new ASN1ObjectIdentifier("1.2.840.10045.4.3.2")),
                                        new DERBitString(signature.sign())
                                    })
                            .getEncoded("DER"));
        } catch (java.security.GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("make a request", e);
        }
    }

    private static Attribute names(String dnsName) throws java.io.IOException {
        ExtensionsGenerator extensions = new ExtensionsGenerator();
        extensions.addExtension(
                Extension.subjectAlternativeName,
                false,
                new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)));
        return new Attribute(
                PKCSObjectIdentifiers.pkcs_9_at_extensionRequest,
                new DERSet(extensions.generate()));
    }
}
