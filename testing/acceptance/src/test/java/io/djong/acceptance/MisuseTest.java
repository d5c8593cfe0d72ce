package io.djong.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is wrong is said in one line that says what would be right, with an exit code, and nothing is half done.
class MisuseTest {

    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final ScratchCluster cluster = new ScratchCluster("misuse");

    @AfterEach
    void removeEverything() {
        if (Files.exists(cluster.dataDir())) {
            cluster.down("--delete");
        }
    }

    @Test
    void tellsAllBadOptionsAtOnce() {
        Shell.Result result =
                cluster.up(
                        "--no-node",
                        "--port",
                        "99999",
                        "--pod-cidr",
                        "10.300.0.0/16",
                        "--without",
                        "controlers",
                        "--nonsense");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output())
                .contains("--port: '99999': must be a number between 1 and 65535")
                .contains("--pod-cidr: '10.300.0.0/16': not an IPv4 range such as 10.244.0.0/16")
                .contains(
                        "--without: 'controlers': must be among controllers, scheduler, kubelet, proxy, dns")
                .contains("--nonsense: no such option");
        assertThat(cluster.dataDir()).doesNotExist();
    }

    @Test
    void tellsAllBadKeysOfAConfigFile() throws IOException {
        Path config =
                Files.writeString(
                        cluster.scratch().resolve("cluster.yaml"),
                        "prot: 7443\nno-node: true\ncluster-domain: '-'\n");

        Shell.Result result = cluster.up("--config", config.toString());

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output())
                .contains("--prot=7443: no such option")
                .contains("--cluster-domain: '-': must be a DNS name");
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            Shell.Result result =
                    cluster.up("--no-node", "--port", Integer.toString(taken.getLocalPort()));

            assertThat(result.exitCode()).isEqualTo(1);
            assertThat(result.output())
                    .contains(
                            "--port: "
                                    + taken.getLocalPort()
                                    + ": another program listens on it: say another one");
        }
    }

    @Test
    void refusesADataDirectoryThatIsInUse() {
        cluster.up("--no-node").orFail();

        Shell.Result second = cluster.up("--no-node", "--port", "1");

        assertThat(second.exitCode()).isEqualTo(1);
        assertThat(second.output())
                .contains(
                        "a djong runs on it (pid "
                                + cluster.serverPid()
                                + "): stop it with './djong down'");
    }

    @Test
    void saysWhatWorksWithoutRoot() throws IOException {
        // A copy of the launcher's world in which nobody is root.
        Path bin = Files.createDirectories(cluster.scratch().resolve("bin"));
        Path id = Files.writeString(bin.resolve("id"), "#!/bin/sh\necho 1000\n");
        assertThat(id.toFile().setExecutable(true)).isTrue();
        Shell shell =
                new Shell(
                        ScratchCluster.CHECKOUT,
                        Map.of(
                                "PATH",
                                bin + ":" + System.getenv("PATH"),
                                "HOME",
                                cluster.scratch().toString()));

        Shell.Result result =
                shell.run(
                        LIMIT,
                        List.of("./djong", "up", "--data-dir", cluster.dataDir().toString()));

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("run the control plane alone with --no-node");
        assertThat(cluster.dataDir()).doesNotExist();
    }

    @Test
    void saysWhereToGetAJdk() {
        List<String> command = new ArrayList<>(List.of("bash", "-c"));
        // Everything but a JDK: the places where one is looked for are empty.
        command.add(
                "source <(sed 's|/usr/lib/jvm/\\*|/nowhere/*|g; s|apt-cache|false|g' scripts/java.sh); JAVA_HOME= find_java");

        Shell.Result result = cluster.shell().run(LIMIT, command);

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).contains("no JDK 25", "https://adoptium.net");
    }

    @Test
    void runsTheControlPlaneAlone() {
        cluster.up("--no-node", "--without", "controllers,scheduler").orFail();

        assertThat(cluster.kubectl("get", "namespaces").orFail())
                .contains("default", "kube-system");
        assertThat(cluster.kubectl("get", "nodes").orFail()).contains("No resources found");
        assertThat(cluster.djong("status", "--data-dir", cluster.dataDir().toString()).orFail())
                .contains("apiserver");
    }

    @Test
    void keepsWhatItAcknowledgedThroughAKill() {
        cluster.up("--no-node").orFail();
        cluster.kubectl("create", "configmap", "kept", "--from-literal=a=b").orFail();

        ProcessHandle server = ProcessHandle.of(cluster.serverPid()).orElseThrow();
        server.destroyForcibly();
        server.onExit().join();
        cluster.up("--no-node").orFail();

        assertThat(cluster.kubectl("get", "configmap", "kept", "-o", "jsonpath={.data.a}").orFail())
                .isEqualTo("b");
    }
}
