package io.djong.apiserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.apiserver.FieldRecords.Change;
import io.djong.apiserver.FieldRecords.Sample;
import io.djong.apiserver.security.SecurityConfig;
import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.PkiNames;
import io.djong.http.HttpServer;
import io.djong.http.ServerConfig;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.store.MemoryStore;
import io.djong.store.Retention;
import io.djong.wire.Json;
import io.djong.wire.Yaml;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Makes every recorded change and counts how often status, reason, message and causes are upstream's. The numbers never
/// fall: `field-records.txt` holds those that are reached. Admission is the standard one; there are no controllers.
final class FieldRecordsTest {

    private static final String NAMESPACE = "oracle";
    private static final String TOKEN = "records";
    private static final Pattern TIME =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");
    private static final Pattern UID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern ADDRESS =
            Pattern.compile("\\b10\\.(9[6-9]|10\\d|11[01])\\.\\d+\\.\\d+\\b");
    private static final Pattern RANDOM = Pattern.compile("(kube-api-access)-[a-z0-9]{5}");
    private static final Pattern OBJECT =
            Pattern.compile("Invalid value: \\{.*\\}(: |$)", Pattern.DOTALL);
    private static final int LONG_TEXT = 600;

    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir private @Nullable Path directory;

    @TestFactory
    Stream<DynamicTest> answersAsOftenAsUpstreamAsBefore() throws IOException {
        var folder = FieldRecords.folder();
        assumeTrue(folder.isPresent(), "no records beside the checkout");
        Map<String, Integer> reached = reached();
        List<Path> files;
        try (Stream<Path> all = Files.list(folder.get())) {
            files = all.filter(file -> file.toString().endsWith(".gz")).sorted().toList();
        }

        return files.stream().map(file -> test(file, reached.getOrDefault(name(file), 0)));
    }

    private DynamicTest test(Path file, int before) {
        return DynamicTest.dynamicTest(
                name(file),
                () -> {
                    int equal = equalAnswers(file);

                    System.out.println(name(file) + " " + equal);
                    assertThat(equal).isGreaterThanOrEqualTo(before);
                });
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".jsonl.gz", "");
    }

    private static Map<String, Integer> reached() throws IOException {
        Map<String, Integer> reached = new TreeMap<>();
        try (InputStream file =
                Objects.requireNonNull(
                        FieldRecordsTest.class.getResourceAsStream("field-records.txt"))) {
            for (String line :
                    new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                String[] parts = line.split(" ");
                reached.put(parts[0], Integer.parseInt(parts[1]));
            }
        }
        return reached;
    }

    /// Over a real connection, because what the decoder refuses and normalizes is part of the answers.
    private int equalAnswers(Path file) throws Exception {
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.system();
        ClusterPki pki =
                ClusterPki.ensure(
                        Objects.requireNonNull(directory),
                        new PkiNames(
                                "oracle",
                                "cluster.local",
                                List.of("10.96.0.1"),
                                List.of("127.0.0.1"),
                                List.of()),
                        clock,
                        random);
        SecurityConfig security =
                SecurityConfig.of(
                                pki.serviceAccountKey(), pki.serviceAccountKeys(), pki::authorities)
                        .withStaticTokens(Map.of(TOKEN, UserInfo.of("admin", UserInfo.MASTERS)));
        ApiServer.Parts parts =
                new ApiServer.Parts(
                        new MemoryStore(Retention.defaults(), clock, Timer.system()),
                        clock,
                        random,
                        Threads.virtual(),
                        security,
                        ApiServer::standardAdmission);
        try (ApiServer server = new ApiServer(ApiServerConfig.defaults(), parts);
                HttpServer http =
                        HttpServer.start(
                                ServerConfig.plain(
                                        InetAddress.getLoopbackAddress().getHostAddress(), 0),
                                Threads.virtual(),
                                server.handler())) {
            return new Run("http://127.0.0.1:" + http.port(), file).equalAnswers();
        }
    }

    /// One file of records against one fresh server.
    private final class Run {

        private final String server;
        private final Path file;
        private final Map<String, String> collections = new HashMap<>();
        private final Set<String> passing = new HashSet<>();

        Run(String server, Path file) {
            this.server = server;
            this.file = file;
        }

        int equalAnswers() throws IOException {
            byte[] setup = Files.readAllBytes(file.resolveSibling("_setup.yaml"));
            String named = new String(setup, StandardCharsets.UTF_8).replace("{ns}", NAMESPACE);
            for (Object document : Yaml.parseAll(named.getBytes(StandardCharsets.UTF_8))) {
                send("POST", collection((Fields) document), (Fields) document);
            }
            int equal = 0;
            for (Sample sample : FieldRecords.read(file, NAMESPACE)) {
                String path = collection(sample.document());
                String one = path + "/" + sample.document().fields("metadata").string("name");
                send("POST", path + "?fieldValidation=Strict", sample.document());
                equal +=
                        (int)
                                sample.changes().parallelStream()
                                        .filter(change -> isEqual(sample, change, path, one))
                                        .count();
                send("DELETE", one + "?gracePeriodSeconds=0", null);
            }
            return equal;
        }

        private boolean isEqual(Sample sample, Change change, String path, String one) {
            Fields document = FieldRecords.changed(sample.document(), change);
            boolean stored = !passing.contains(path);
            String query = (stored ? "?dryRun=All&" : "?") + "fieldValidation=Strict";
            String name = document.fields("metadata").string("name");
            boolean renames = change.path().equals(List.of("metadata", "name"));
            if (stored && change.creates() && !renames && !name.isEmpty()) {
                document = document.withAt(name + "-m", "metadata", "name");
            }
            Fields answer =
                    change.creates()
                            ? send("POST", path + query, document)
                            : send("PUT", one + query, document);
            Fields recorded = change.answer();
            if (answer.integer("status") != recorded.integer("status")) {
                return false;
            }
            Fields body = answer.fields("body");
            return recorded.integer("status") < 300
                    || recorded.string("message").contains("json: ")
                    || (body.string("reason").equals(recorded.string("reason"))
                            && mark(body.string("message")).equals(recorded.string("message"))
                            && causes(body.fields("details")).equals(causes(recorded)));
        }

        private List<String> causes(Fields holder) {
            return holder.list("causes").stream()
                    .map(Fields.class::cast)
                    .map(cause ->
                            cause.string("field")
                                    + " "
                                    + cause.string("reason")
                                    + " "
                                    + mark(cause.string("message")))
                    .toList();
        }

        private String mark(String text) {
            String marked =
                    UID.matcher(TIME.matcher(text.replace(NAMESPACE, "{ns}")).replaceAll("<time>"))
                            .replaceAll("<uid>");
            marked = ADDRESS.matcher(marked).replaceAll("<ip>");
            marked = RANDOM.matcher(marked).replaceAll("$1-<random>");
            return marked.length() > LONG_TEXT
                    ? OBJECT.matcher(marked).replaceAll("Invalid value: <object>$1")
                    : marked;
        }

        /// Where objects of the kind are, as discovery says.
        private String collection(Fields document) {
            String version = document.string("apiVersion");
            String base = version.contains("/") ? "/apis/" + version : "/api/" + version;
            return collections.computeIfAbsent(
                    version + "/" + document.string("kind"),
                    _ -> {
                        for (Object item :
                                send("GET", base, null).fields("body").list("resources")) {
                            Fields resource = (Fields) Objects.requireNonNull(item);
                            if (resource.string("kind").equals(document.string("kind"))
                                    && !resource.string("name").contains("/")) {
                                String place =
                                        resource.bool("namespaced")
                                                ? "/namespaces/" + NAMESPACE
                                                : "";
                                String path = base + place + "/" + resource.string("name");
                                if (!resource.list("verbs").contains("get")) {
                                    passing.add(path);
                                }
                                return path;
                            }
                        }
                        throw new AssertionError(
                                "not served: " + version + " " + document.string("kind"));
                    });
        }

        private Fields send(String method, String path, @Nullable Fields body) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(server + path))
                            .header("Authorization", "Bearer " + TOKEN)
                            .header("Content-Type", "application/json")
                            .method(
                                    method,
                                    body == null
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofByteArray(
                                                    Json.write(body)));
            try {
                HttpResponse<byte[]> response =
                        client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
                boolean isDocument =
                        response.headers()
                                .firstValue("content-type")
                                .orElse("")
                                .startsWith("application/json");
                return Fields.of(
                        "status",
                        (long) response.statusCode(),
                        "body",
                        isDocument ? Json.parseObject(response.body()) : Fields.EMPTY);
            } catch (IOException broken) {
                throw new AssertionError(method + " " + path, broken);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }
    }
}
