package io.djong.auth.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.http.tls.Identity;
import io.djong.http.tls.Pem;
import io.djong.meta.Clock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPkiTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final PkiNames NAMES =
            new PkiNames(
                    "n1",
                    "cluster.local",
                    List.of("10.96.0.1"),
                    List.of("192.0.2.7", "2001:db8::7"),
                    List.of("api.example.org"));

    @TempDir Path directory;

    @Test
    void makesTheLayoutOfKubeadm() throws Exception {
        ClusterPki pki = ensureAt(START);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains("ca.crt", "ca.key", "apiserver.crt", "apiserver.key")
                    .contains("apiserver-kubelet-client.crt", "front-proxy-ca.crt")
                    .contains("front-proxy-client.crt", "sa.key", "sa.pub")
                    .noneMatch(name -> name.endsWith(".new"));
        }
        X509Certificate server = certificate(pki, "apiserver");
        assertThat(server.getSubjectX500Principal().getName()).isEqualTo("CN=kube-apiserver");
        assertThat(server.getSubjectAlternativeNames().stream().map(name -> name.get(1).toString()))
                .contains("kubernetes.default.svc.cluster.local", "localhost", "api.example.org")
                .contains("10.96.0.1", "127.0.0.1", "192.0.2.7", "2001:db8:0:0:0:0:0:7");
        assertThat(server.getNotAfter().toInstant()).isEqualTo(START.plus(Duration.ofDays(365)));
        assertThat(certificate(pki, "kubelet-client").getSubjectX500Principal().getName())
                .isEqualTo("CN=system:node:n1,O=system:nodes");
        assertThat(certificate(pki, "admin").getExtendedKeyUsage())
                .containsExactly("1.3.6.1.5.5.7.3.2");
    }

    @Test
    void everyLeafIsSignedByItsAuthority() throws Exception {
        ClusterPki pki = ensureAt(START);

        for (var leaf : pki.leaves().entrySet()) {
            Identity authority =
                    leaf.getKey().startsWith("front") ? pki.frontProxyAuthority() : pki.authority();
            leaf.getValue().chain().getFirst().verify(authority.chain().getFirst().getPublicKey());
            assertThat(
                            KeyPairs.match(
                                    leaf.getValue().key(),
                                    leaf.getValue().chain().getFirst().getPublicKey()))
                    .isTrue();
        }
        assertThat(pki.authority().chain().getFirst().getBasicConstraints()).isNotNegative();
    }

    @Test
    void keysAreReadableByTheirOwnerOnly() throws Exception {
        ensureAt(START);

        for (String key : List.of("ca.key", "sa.key", "apiserver.key", "admin.key")) {
            assertThat(Files.getPosixFilePermissions(directory.resolve(key)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void readsWhatIsThereAgain() {
        ClusterPki first = ensureAt(START);

        ClusterPki second = ensureAt(START.plus(Duration.ofDays(100)));

        assertThat(second).isEqualTo(first);
    }

    @Test
    void renewsLeavesThatExpireSoonAndKeepsTheAuthority() {
        ClusterPki first = ensureAt(START);

        ClusterPki second = ensureAt(START.plus(Duration.ofDays(300)));

        assertThat(second.authority()).isEqualTo(first.authority());
        assertThat(second.serviceAccountKeys()).isEqualTo(first.serviceAccountKeys());
        assertThat(certificate(second, "admin")).isNotEqualTo(certificate(first, "admin"));
    }

    @Test
    void anotherAddressMakesAnotherServerCertificateOnly() {
        ClusterPki first = ensureAt(START);
        PkiNames moved =
                new PkiNames(
                        "n1",
                        "cluster.local",
                        List.of("10.96.0.1"),
                        List.of("192.0.2.8"),
                        List.of());

        ClusterPki second = ClusterPki.ensure(directory, moved, clockAt(START), new SecureRandom());

        assertThat(certificate(second, "apiserver")).isNotEqualTo(certificate(first, "apiserver"));
        assertThat(certificate(second, "admin")).isEqualTo(certificate(first, "admin"));
    }

    @Test
    void startsFromRsaFiles() throws Exception {
        KeyPair keys = rsa();
        KeyPair signer = rsa();
        PkiFiles files = new PkiFiles(directory);
        files.write(
                "ca",
                keys.getPrivate(),
                CertificateAuthority.selfSigned(
                        "kubernetes",
                        keys.getPublic(),
                        keys.getPrivate(),
                        START,
                        START.plus(Duration.ofDays(3650)),
                        new SecureRandom()));
        files.writeSecret("sa.key", Pem.write(signer.getPrivate()));

        ClusterPki pki = ensureAt(START);

        assertThat(pki.serviceAccountKeys()).containsExactly(signer.getPublic());
        certificate(pki, "apiserver").verify(keys.getPublic());
    }

    @Test
    void refusesAnAuthorityWithoutItsKey() throws Exception {
        ensureAt(START);
        Files.delete(directory.resolve("ca.key"));

        assertThatThrownBy(() -> ensureAt(START))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("ca.crt and ca.key belong together");
    }

    private static KeyPair rsa() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }

    private ClusterPki ensureAt(Instant now) {
        return ClusterPki.ensure(directory, NAMES, clockAt(now), new SecureRandom());
    }

    private static X509Certificate certificate(ClusterPki pki, String name) {
        return pki.leaf(name).chain().getFirst();
    }

    private static Clock clockAt(Instant now) {
        return new Clock() {
            @Override
            public Instant now() {
                return now;
            }

            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public void sleep(Duration pause) {}
        };
    }
}
