package io.djong.auth.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.auth.TestClock;
import io.djong.client.Kubeconfig;
import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeConfigTest {

    @Test
    void mergingKeepsWhatIsThereAndReplacesItsOwn() {
        Fields before =
                config("old", "a")
                        .with("clusters", List.of(entry("old", "a"), entry("djong", "stale")))
                        .with("preferences", Fields.EMPTY);

        Fields after = KubeConfig.merged(before, config("djong", "fresh"));

        assertThat(after.list("clusters"))
                .containsExactly(entry("old", "a"), entry("djong", "fresh"));
        assertThat(after.string("current-context")).isEqualTo("djong");
        assertThat(after).containsKey("preferences");
    }

    @Test
    void mergingIntoNothingMakesAFile() {
        Fields after = KubeConfig.merged(Fields.EMPTY, config("djong", "fresh"));

        assertThat(after.string("kind")).isEqualTo("Config");
        assertThat(after.list("users")).hasSize(1);
    }

    @Test
    void filesAreReadableByTheirOwnerOnlyAndKeepWhatOthersWrote(@TempDir Path directory)
            throws IOException {
        Path file = directory.resolve("sub/config");
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                """
                # mine
                apiVersion: v1
                kind: Config
                contexts:
                - context: {cluster: old, user: old, namespace: x}
                  name: old
                current-context: old
                """);

        KubeConfig.merge(file, config("djong", "https://127.0.0.1:6443"));

        String text = Files.readString(file);
        assertThat(text).contains("namespace: x").contains("current-context: djong");
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        KubeConfig.remove(file, "djong");
        assertThat(Files.readString(file)).contains("namespace: x").doesNotContain("127.0.0.1");
    }

    @Test
    void aFileThatIsNoKubeconfigIsLeftAlone(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("config");
        Files.writeString(file, "just: text\n");

        assertThatThrownBy(() -> KubeConfig.merge(file, config("djong", "x")))
                .isInstanceOf(PkiException.class)
                .hasMessageContaining("is no kubeconfig");
        assertThat(Files.readString(file)).isEqualTo("just: text\n");
    }

    @Test
    void ourOwnClientReadsIt(@TempDir Path directory) {
        ClusterPki pki =
                ClusterPki.ensure(
                        directory,
                        new PkiNames(
                                "n1", "cluster.local", List.of("10.96.0.1"), List.of(), List.of()),
                        new TestClock(),
                        new SecureRandom());
        Path file = directory.resolve("admin.kubeconfig");

        KubeConfig.write(
                file, KubeConfig.of("djong", "https://127.0.0.1:6443", pki, pki.leaf("admin")));

        assertThat(Kubeconfig.read(file, "test").server().toString())
                .isEqualTo("https://127.0.0.1:6443");
    }

    private static Fields config(String name, String server) {
        return Fields.of("apiVersion", "v1", "kind", "Config", "current-context", name)
                .with("clusters", List.of(entry(name, server)))
                .with(
                        "contexts",
                        List.of(
                                Fields.of(
                                        "name",
                                        name,
                                        "context",
                                        Fields.of("cluster", name, "user", name))))
                .with("users", List.of(entry(name, server)));
    }

    private static Fields entry(String name, String value) {
        return Fields.of("name", name, "cluster", Fields.of("server", value));
    }
}
