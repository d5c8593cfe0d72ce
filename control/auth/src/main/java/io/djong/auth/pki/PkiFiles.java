package io.djong.auth.pki;

import io.djong.http.tls.Identity;
import io.djong.http.tls.Pem;
import io.djong.http.tls.PemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// Reads and writes the files of one directory; a file is there completely or not at all.
final class PkiFiles {

    private final Path directory;

    PkiFiles(Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory, WholeFiles.attributes("rwx------"));
        } catch (IOException e) {
            throw new PkiException("create the directory " + directory, e);
        }
    }

    Path path(String file) {
        return directory.resolve(file);
    }

    Optional<String> read(String file) {
        Path path = path(file);
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Files.readString(path));
        } catch (IOException e) {
            throw new PkiException("read " + path, e);
        }
    }

    /// The certificate and key of that name, when both are there.
    Optional<Identity> identity(String name) {
        Optional<String> certificate = read(name + ".crt");
        Optional<String> key = read(name + ".key");
        if (certificate.isEmpty() || key.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Identity.ofPem(certificate.get(), key.get()));
        } catch (PemException e) {
            throw new PkiException(
                    "%s: %s; repair or remove it and %s.key"
                            .formatted(path(name + ".crt"), e.getMessage(), name),
                    e);
        }
    }

    Optional<List<X509Certificate>> certificates(String name) {
        return read(name + ".crt").map(Pem::certificates);
    }

    Identity write(String name, PrivateKey key, X509Certificate certificate) {
        writeSecret(name + ".key", Pem.write(key));
        writePublic(name + ".crt", Pem.write(certificate));
        return new Identity(key, List.of(certificate));
    }

    void writeSecret(String file, String text) {
        write(file, text, "rw-------");
    }

    void writePublic(String file, String text) {
        write(file, text, "rw-r--r--");
    }

    private void write(String file, String text, String permissions) {
        WholeFiles.write(path(file), text, permissions);
    }
}
