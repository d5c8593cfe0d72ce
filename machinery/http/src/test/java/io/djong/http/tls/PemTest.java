package io.djong.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Reads what openssl writes.
final class PemTest {

    @TempDir private Path folder;

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of("RSA PRIVATE KEY", "openssl genrsa -traditional -out key.pem 2048"),
                Arguments.of("PRIVATE KEY", "openssl genrsa -out key.pem 2048"),
                Arguments.of(
                        "EC PRIVATE KEY",
                        "openssl ecparam -name prime256v1 -genkey -noout -out key.pem"),
                Arguments.of(
                        "EC PRIVATE KEY", "openssl ecparam -name secp384r1 -genkey -out key.pem"),
                Arguments.of(
                        "PRIVATE KEY",
                        "openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem"),
                Arguments.of("PRIVATE KEY", "openssl genpkey -algorithm ed25519 -out key.pem"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void readsKeysThatFitTheirCertificates(String label, String command) throws Exception {
        run(command);
        run("openssl req -x509 -key key.pem -subj /CN=test -days 1 -out cert.pem");
        String keyPem = Files.readString(folder.resolve("key.pem"));

        Identity identity = Identity.ofPem(Files.readString(folder.resolve("cert.pem")), keyPem);

        assertThat(keyPem).contains("-----BEGIN " + label + "-----");
        assertThat(belongsTo(identity.key(), identity.chain().getFirst())).isTrue();
        assertThat(Pem.privateKey(Pem.write(identity.key()))).isEqualTo(identity.key());
        assertThat(Pem.certificates(Pem.write(identity.chain().getFirst())))
                .isEqualTo(identity.chain());
    }

    @Test
    void readsBundlesWithTextBetween() throws Exception {
        run("openssl genrsa -out key.pem 2048");
        run("openssl req -x509 -key key.pem -subj /CN=one -days 1 -text -out one.pem");
        run("openssl req -x509 -key key.pem -subj /CN=two -days 1 -out two.pem");
        String bundle =
                Files.readString(folder.resolve("one.pem"))
                        + "# comment\r\n"
                        + Files.readString(folder.resolve("two.pem")).replace("\n", "\r\n");

        List<X509Certificate> certificates = Pem.certificates(bundle);

        assertThat(certificates)
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=one", "CN=two");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatThrownBy(() -> Pem.certificates("nothing"))
                .hasMessage("certificate: no CERTIFICATE block found");
        assertThatThrownBy(() -> Pem.privateKey("nothing"))
                .hasMessage("private key: no unencrypted PRIVATE KEY block found");
        assertThatThrownBy(() -> Pem.privateKey(Pem.write("PRIVATE KEY", new byte[] {1, 2})))
                .isInstanceOf(PemException.class);
        assertThatThrownBy(() -> Pem.privateKey(Pem.write("EC PRIVATE KEY", new byte[] {48, 9})))
                .hasMessage("DER: ends early");
    }

    private static boolean belongsTo(PrivateKey key, X509Certificate certificate)
            throws GeneralSecurityException {
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> "Ed25519";
                };
        byte[] data = "data".getBytes(StandardCharsets.UTF_8);
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(data);
        byte[] signature = signer.sign();
        signer.initVerify(certificate);
        signer.update(data);
        return signer.verify(signature);
    }

    private void run(String command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command.split(" "))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        try (InputStream in = process.getInputStream()) {
            String output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(output).isZero();
        }
    }
}
