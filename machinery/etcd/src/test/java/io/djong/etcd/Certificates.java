package io.djong.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A CA, and leaves of it, made with `openssl`; "stranger" is of no CA that anybody knows.
final class Certificates {

    private Certificates() {}

    static void ensure(Path directory) {
        if (Files.exists(directory.resolve("stranger.crt"))) {
            return;
        }
        selfSigned(directory, "ca", "/CN=ca");
        leaf(directory, "server", "/CN=server");
        leaf(directory, "admin", "/O=system:masters/CN=admin");
        leaf(directory, "somebody", "/O=people/CN=somebody");
        selfSigned(directory, "stranger", "/O=system:masters/CN=stranger");
    }

    private static void selfSigned(Path directory, String name, String subject) {
        openssl(
                directory,
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".crt",
                "-subj",
                subject,
                "-days",
                "2");
    }

    private static void leaf(Path directory, String name, String subject) {
        openssl(
                directory,
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:P-256",
                "-nodes",
                "-keyout",
                name + ".key",
                "-out",
                name + ".crt",
                "-subj",
                subject,
                "-days",
                "2",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-addext",
                "basicConstraints=critical,CA:FALSE");
    }

    private static void openssl(Path directory, String... arguments) {
        List<String> command = new java.util.ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process =
                    new ProcessBuilder(command)
                            .directory(directory.toFile())
                            .redirectErrorStream(true)
                            .start();
            String output;
            try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
                output = reader.readAllAsString();
            }
            assertThat(process.waitFor()).as(output).isZero();
        } catch (IOException missing) {
            throw new IllegalStateException("openssl is missing: apt-get install openssl", missing);
        } catch (InterruptedException stop) {
            throw new IllegalStateException("nobody interrupts a test", stop);
        }
    }
}
