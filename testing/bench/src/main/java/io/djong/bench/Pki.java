package io.djong.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A CA, a server and an administrator, made with `openssl`.
final class Pki {

    private Pki() {}

    static void make(Path directory) throws IOException, InterruptedException {
        run(directory, "ca", "/CN=ca");
        List<String> signed = List.of("-CA", "ca.crt", "-CAkey", "ca.key");
        List<String> leaf = new ArrayList<>(signed);
        leaf.addAll(List.of("-addext", "subjectAltName=IP:127.0.0.1"));
        leaf.addAll(List.of("-addext", "basicConstraints=critical,CA:FALSE"));
        run(directory, "server", "/CN=server", leaf.toArray(String[]::new));
        run(directory, "admin", "/O=system:masters/CN=admin", leaf.toArray(String[]::new));
    }

    private static void run(Path directory, String name, String subject, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("openssl", "req", "-x509", "-nodes", "-days", "2"));
        command.addAll(List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"));
        command.addAll(List.of("-subj", subject));
        command.addAll(List.of("-keyout", name + ".key", "-out", name + ".crt"));
        command.addAll(List.of(more));
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (process.waitFor() != 0) {
            throw new IOException("openssl could not make " + name);
        }
    }
}
