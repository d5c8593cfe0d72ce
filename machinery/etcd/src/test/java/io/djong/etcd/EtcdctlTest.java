package io.djong.etcd;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.store.MemoryStore;
import io.djong.store.Retention;
import io.djong.store.Store;
import io.djong.store.Value;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Debian's `etcdctl` (package etcd-client) against a store of ours.
class EtcdctlTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir private static Path directory;

    private final Store store =
            new MemoryStore(Retention.defaults(), Clock.system(), Timer.system());
    private final EtcdServer server = start();

    @BeforeEach
    void checkThatItListens() {
        assertThat(server.port()).isPositive();
    }

    @AfterEach
    void stop() {
        server.close();
        store.close();
    }

    private EtcdServer start() {
        Certificates.ensure(directory);
        return new EtcdServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new EtcdServer.Identity(
                        directory.resolve("server.crt"),
                        directory.resolve("server.key"),
                        directory.resolve("ca.crt"),
                        "system:masters"),
                new EtcdServer.Parts(
                        store,
                        Value.Factory.PLAIN,
                        Clock.system(),
                        Timer.system(),
                        Threads.virtual(),
                        RandomGenerator.of("L64X128MixRandom")));
    }

    private Process launch(String user, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "etcdctl",
                                "--endpoints=https://127.0.0.1:" + server.port(),
                                "--cacert=" + directory.resolve("ca.crt"),
                                "--cert=" + directory.resolve(user + ".crt"),
                                "--key=" + directory.resolve(user + ".key")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("ETCDCTL_API", "3");
        return builder.start();
    }

    private String etcdctl(String... arguments) {
        return run("admin", "", arguments);
    }

    private String run(String user, String input, String... arguments) {
        try {
            Process process = launch(user, arguments);
            try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
                in.write(input);
            }
            try (var out = process.inputReader(StandardCharsets.UTF_8)) {
                return out.readAllAsString().strip();
            }
        } catch (IOException missing) {
            throw new IllegalStateException(
                    "etcdctl is missing: apt-get install etcd-client", missing);
        }
    }

    @Test
    void putsGetsAndDeletes() {
        assertThat(etcdctl("put", "/a/1", "one")).isEqualTo("OK");
        assertThat(etcdctl("put", "/a/2", "two")).isEqualTo("OK");
        assertThat(etcdctl("put", "/b", "three")).isEqualTo("OK");

        assertThat(etcdctl("get", "/a/1")).isEqualTo("/a/1\none");
        assertThat(
                        etcdctl("get", "--prefix", "/a/", "--keys-only")
                                .lines()
                                .filter(l -> !l.isEmpty()))
                .containsExactly("/a/1", "/a/2");
        assertThat(etcdctl("get", "/a/2", "--from-key", "--print-value-only"))
                .isEqualTo("two\nthree");
        assertThat(etcdctl("get", "--prefix", "/", "--order=DESCEND", "--limit=1"))
                .isEqualTo("/b\nthree");
        assertThat(etcdctl("get", "--prefix", "/a/", "--rev=1")).isEqualTo("/a/1\none");
        assertThat(etcdctl("put", "--prev-kv", "/b", "four")).isEqualTo("OK\n/b\nthree");
        assertThat(etcdctl("del", "--prefix", "/a/")).isEqualTo("2");
        assertThat(etcdctl("get", "--prefix", "/", "--print-value-only")).isEqualTo("four");
        assertThat(store.revision()).isEqualTo(5);
    }

    @Test
    void comparesAndSets() {
        assertThat(etcdctl("put", "/a", "old")).isEqualTo("OK");
        String swap = "value(\"/a\") = \"old\"\n\nput /a new\n\nget /a\n\n";

        assertThat(run("admin", swap, "txn")).isEqualTo("SUCCESS\n\nOK");
        assertThat(run("admin", swap, "txn")).isEqualTo("FAILURE\n\n/a\nnew");
        assertThat(run("admin", "create(\"/c\") = \"0\"\n\nput /c 1\nput /c 2\n\n\n", "txn"))
                .contains("etcdserver: duplicate key given in txn request");
    }

    @Test
    void compacts() {
        for (int i = 0; i < 5; i++) {
            assertThat(etcdctl("put", "/a", "value " + i)).isEqualTo("OK");
        }

        assertThat(etcdctl("compaction", "4")).isEqualTo("compacted revision 4");
        assertThat(etcdctl("compaction", "4"))
                .contains("etcdserver: mvcc: required revision has been compacted");
        assertThat(etcdctl("get", "/a", "--rev=3"))
                .contains("etcdserver: mvcc: required revision has been compacted");
        assertThat(etcdctl("get", "/a", "--rev=9"))
                .contains("etcdserver: mvcc: required revision is a future revision");
    }

    @Test
    void watches() throws IOException {
        assertThat(etcdctl("put", "/w/1", "one")).isEqualTo("OK");
        Process watch = launch("admin", "watch", "--prefix", "/w/", "--rev=1");
        try (BufferedReader output = watch.inputReader(StandardCharsets.UTF_8)) {
            assertThat(lines(output, 3)).containsExactly("PUT", "/w/1", "one");

            assertThat(etcdctl("put", "/other", "x")).isEqualTo("OK");
            assertThat(etcdctl("put", "/w/2", "two")).isEqualTo("OK");
            assertThat(etcdctl("del", "/w/1")).isEqualTo("1");

            assertThat(lines(output, 5)).containsExactly("PUT", "/w/2", "two", "DELETE", "/w/1");
        } finally {
            watch.destroy();
        }
        Awaitility.await().atMost(SOON).until(() -> store.stats().watchers() == 0);
    }

    private static List<String> lines(BufferedReader output, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            lines.add(String.valueOf(output.readLine()));
        }
        return lines;
    }

    @Test
    void leases() {
        String granted = etcdctl("lease", "grant", "300");
        String id = granted.split(" ")[1];

        assertThat(granted).endsWith("granted with TTL(300s)");
        assertThat(etcdctl("put", "/leased", "x", "--lease=" + id)).isEqualTo("OK");
        assertThat(etcdctl("lease", "timetolive", id, "--keys"))
                .contains("attached keys([/leased])");
        assertThat(etcdctl("lease", "keep-alive", "--once", id))
                .contains("keepalived with TTL(300)");
        assertThat(etcdctl("get", "--prefix", "", "--keys-only")).isEqualTo("/leased");
        assertThat(etcdctl("lease", "revoke", id)).isEqualTo("lease " + id + " revoked");
        assertThat(etcdctl("get", "/leased")).isEmpty();
        assertThat(etcdctl("lease", "revoke", id))
                .contains("etcdserver: requested lease not found");

        String short1 = etcdctl("lease", "grant", "1").split(" ")[1];
        assertThat(etcdctl("put", "/short", "x", "--lease=" + short1)).isEqualTo("OK");
        Awaitility.await().atMost(SOON).until(() -> etcdctl("get", "/short").isEmpty());
    }

    @Test
    void tellsItsStatus() {
        assertThat(etcdctl("put", "/a", "one")).isEqualTo("OK");

        assertThat(etcdctl("endpoint", "status", "-w", "json")).contains("\"revision\":1");
        assertThat(etcdctl("endpoint", "health")).contains("is healthy");
        assertThat(etcdctl("endpoint", "hashkv")).contains("127.0.0.1");
        assertThat(etcdctl("member", "list")).contains("started, djong");
        assertThat(etcdctl("alarm", "list")).isEmpty();
        assertThat(etcdctl("defrag")).contains("Finished defragmenting etcd member");
    }

    @Test
    void letsAdminsInOnly() {
        assertThat(run("somebody", "", "get", "/a"))
                .contains("the client's certificate is not of organization system:masters");
        assertThat(run("stranger", "", "--command-timeout=2s", "get", "/a"))
                .startsWith("{")
                .contains("deadline");
    }
}
