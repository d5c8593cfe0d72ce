package io.djong.client;

import io.djong.http.Origin;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Identity;
import io.djong.http.tls.Pem;
import io.djong.http.tls.Trust;
import io.djong.meta.tree.Fields;
import io.djong.wire.Yaml;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads a kubeconfig file: the cluster and user of its current context. Relative paths in it are relative to it.
///
/// @spec https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/ kubeconfig
public final class Kubeconfig {

    private final Path file;
    private final Fields document;

    private Kubeconfig(Path file, Fields document) {
        this.file = file;
        this.document = document;
    }

    /// @throws IllegalArgumentException if it is no kubeconfig or lacks what its current context names
    public static ServerAccess read(Path file, String userAgent) {
        if (!(Yaml.parse(bytes(file)) instanceof Fields document)) {
            throw new IllegalArgumentException(file + ": no kubeconfig: not an object");
        }
        return new Kubeconfig(file, document).access(userAgent);
    }

    private ServerAccess access(String userAgent) {
        Fields context = named("contexts", "context", document.string("current-context"));
        Fields cluster = named("clusters", "cluster", context.string("cluster"));
        Fields user = named("users", "user", context.string("user"));
        ClientTls tls = ClientTls.trusting(trust(cluster));
        String certificate = pem(user, "client-certificate");
        if (certificate != null) {
            String key = pem(user, "client-key");
            if (key == null) {
                throw new IllegalArgumentException(
                        file + ": client-key is missing beside client-certificate");
            }
            Identity identity = Identity.ofPem(certificate, key);
            tls = tls.withIdentity(() -> identity);
        }
        if (!cluster.string("tls-server-name").isEmpty()) {
            tls = tls.withServerName(cluster.string("tls-server-name"));
        }
        Origin server = Origin.of(URI.create(cluster.string("server")));
        return new ServerAccess(server, tls, token(user), userAgent);
    }

    private Fields named(String list, String what, String name) {
        for (Object item : document.list(list)) {
            if (item instanceof Fields one && one.string("name").equals(name)) {
                return one.fields(what);
            }
        }
        throw new IllegalArgumentException(
                file + ": " + list + ": no entry named \"" + name + "\"");
    }

    private Trust trust(Fields cluster) {
        if (cluster.bool("insecure-skip-tls-verify")) {
            return new Trust.Anybody();
        }
        String authorities = pem(cluster, "certificate-authority");
        return authorities == null
                ? new Trust.SystemRoots()
                : Trust.authorities(Pem.certificates(authorities));
    }

    private @Nullable String pem(Fields of, String name) {
        String data = of.string(name + "-data");
        if (!data.isEmpty()) {
            return new String(Base64.getDecoder().decode(data), StandardCharsets.UTF_8);
        }
        String path = of.string(name);
        return path.isEmpty() ? null : text(path);
    }

    private Supplier<String> token(Fields user) {
        String path = user.string("tokenFile");
        if (!path.isEmpty()) {
            return () -> text(path).strip();
        }
        String token = user.string("token");
        return () -> token;
    }

    private String text(String path) {
        return new String(bytes(file.resolveSibling(path)), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException cause) {
            throw new UncheckedIOException(file + ": cannot be read", cause);
        }
    }
}
