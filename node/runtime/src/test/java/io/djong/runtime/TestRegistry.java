package io.djong.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A registry on loopback that has one image under whatever name it is asked for.
///
/// @spec https://github.com/opencontainers/distribution-spec/blob/main/spec.md OCI distribution
final class TestRegistry implements AutoCloseable {

    private static final Pattern DIGEST = Pattern.compile("\"digest\":\"(sha256:[0-9a-f]+)\"");
    private static final Pattern REQUEST = Pattern.compile("/v2/(.+)/(manifests|blobs)/([^/]+)");

    private final HttpServer server;
    private final Path layout;
    private final String password;

    /// @param password what user `me` has to give; empty for an open registry
    TestRegistry(Path archive, Path scratch, String password) throws IOException {
        this.layout = Files.createDirectories(scratch.resolve("layout"));
        this.password = password;
        Commands.run("tar", "-xf", archive.toString(), "-C", layout.toString());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!isAllowed(exchange)) {
                exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"test\"");
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            Matcher request = REQUEST.matcher(exchange.getRequestURI().getPath());
            if (!request.matches()) {
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            boolean isManifest = request.group(2).equals("manifests");
            String digest = request.group(3).startsWith("sha256:") ? request.group(3) : manifest();
            Path blob = layout.resolve("blobs").resolve(digest.replace(':', '/'));
            exchange.getResponseHeaders()
                    .add(
                            "Content-Type",
                            isManifest
                                    ? "application/vnd.oci.image.manifest.v1+json"
                                    : "application/octet-stream");
            exchange.getResponseHeaders().add("Docker-Content-Digest", digest);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.getResponseHeaders().add("Content-Length", String.valueOf(Files.size(blob)));
            exchange.sendResponseHeaders(200, head ? -1 : Files.size(blob));
            if (!head) {
                Files.copy(blob, exchange.getResponseBody());
            }
        }
    }

    private boolean isAllowed(HttpExchange exchange) {
        String expected =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        ("me:" + password).getBytes(StandardCharsets.UTF_8));
        return password.isEmpty()
                || expected.equals(exchange.getRequestHeaders().getFirst("Authorization"));
    }

    private String manifest() throws IOException {
        Matcher digest = DIGEST.matcher(Files.readString(layout.resolve("index.json")));
        if (!digest.find()) {
            throw new IOException("the layout has no manifest");
        }
        return digest.group(1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
