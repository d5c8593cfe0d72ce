package io.djong.kubelet;

import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.http.HttpServer;
import io.djong.http.ServerConfig;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Objects;

/// A registry that has one image under every name, for those who know the password.
final class TestRegistry implements AutoCloseable {

    private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

    private final Path layout;
    private final String digest;
    private final String credentials;
    private final HttpServer server;

    /// @param archive an OCI archive
    /// @param password of the user `me`, or "" when anybody may pull
    TestRegistry(Path archive, Path directory, String password) throws Exception {
        layout = Files.createDirectories(directory);
        int status =
                new ProcessBuilder("tar", "-xf", archive.toString(), "-C", layout.toString())
                        .inheritIO()
                        .start()
                        .waitFor();
        if (status != 0) {
            throw new IOException("tar: status " + status);
        }
        Fields index = Json.parseObject(Files.readAllBytes(layout.resolve("index.json")));
        digest =
                ((Fields) Objects.requireNonNull(index.list("manifests").getFirst()))
                        .string("digest");
        String pair = "me:" + password;
        credentials =
                password.isEmpty()
                        ? ""
                        : "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        server =
                HttpServer.start(
                        ServerConfig.plain("127.0.0.1", 0), Threads.virtual(), this::handle);
    }

    /// `127.0.0.1:port/name`
    String image(String name) {
        return "127.0.0.1:" + server.port() + "/" + name;
    }

    String host() {
        return "127.0.0.1:" + server.port();
    }

    private void handle(Exchange exchange) throws IOException {
        String given = exchange.requestHeaders().firstOr("authorization", "");
        if (!credentials.isEmpty() && !credentials.equals(given)) {
            exchange.respond(401, Headers.of("www-authenticate", "Basic realm=\"test\""));
            return;
        }
        String path = exchange.path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.contains("/manifests/")) {
            send(exchange, digest, MANIFEST);
        } else if (path.contains("/blobs/")) {
            send(exchange, last, "application/octet-stream");
        } else {
            exchange.respond(200, Headers.of());
        }
    }

    private void send(Exchange exchange, String blob, String type) throws IOException {
        byte[] bytes = Files.readAllBytes(layout.resolve("blobs").resolve(blob.replace(':', '/')));
        Headers headers = Headers.of("content-type", type, "docker-content-digest", blob);
        if (exchange.method().equals("HEAD")) {
            exchange.startResponse(
                            200, headers.plus("content-length", Integer.toString(bytes.length)))
                    .close();
            return;
        }
        exchange.respond(200, headers, bytes);
    }

    @Override
    public void close() {
        server.close();
    }
}
