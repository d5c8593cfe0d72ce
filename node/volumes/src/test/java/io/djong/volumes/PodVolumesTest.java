package io.djong.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.PersistentVolume;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.client.Client;
import io.djong.client.Transport;
import io.djong.meta.Clock;
import io.djong.meta.tree.Fields;
import io.djong.volumes.plugins.StandardPlugins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Needs root, because volumes are mounted.
class PodVolumesTest {

    @TempDir Path directory;

    private final Map<String, ConfigMap> maps = new HashMap<>();
    private final Map<String, Secret> secrets = new HashMap<>();
    private final Map<String, PersistentVolumeClaim> claims = new HashMap<>();
    private final Map<String, PersistentVolume> persistent = new HashMap<>();
    private PodVolumes volumes;

    @BeforeEach
    void create() {
        VolumeObjects objects =
                new VolumeObjects() {
                    @Override
                    public Optional<ConfigMap> configMap(String namespace, String name) {
                        return Optional.ofNullable(maps.get(name));
                    }

                    @Override
                    public Optional<Secret> secret(String namespace, String name) {
                        return Optional.ofNullable(secrets.get(name));
                    }

                    @Override
                    public Optional<PersistentVolumeClaim> claim(String namespace, String name) {
                        return Optional.ofNullable(claims.get(name));
                    }

                    @Override
                    public Optional<PersistentVolume> persistentVolume(String name) {
                        return Optional.ofNullable(persistent.get(name));
                    }
                };
        ServiceAccountTokens tokens =
                new ServiceAccountTokens(new Client(new NoApi()), Clock.system());
        volumes = new PodVolumes(directory, StandardPlugins.all(objects, tokens, Map::of));
    }

    private static final class NoApi implements Transport {
        @Override
        public Fields send(Request request) {
            throw new IllegalStateException("no API here");
        }

        @Override
        public EventStream watch(Request request) {
            throw new IllegalStateException("no API here");
        }

        @Override
        public void close() {}
    }

    @AfterEach
    void unmount() {
        volumes.remove("u");
    }

    private static Pod pod(Fields... volumes) {
        return new Pod(
                Fields.of("metadata", Fields.of("uid", "u").with("namespace", "n"))
                        .with("spec", Fields.of("volumes", List.of(volumes))));
    }

    private static Fields volume(String name, String kind, Fields source) {
        return Fields.of("name", name).with(kind, source);
    }

    private Path mount(Fields volume) {
        return volumes.mount(pod(volume)).values().iterator().next();
    }

    @Test
    void anEmptyDirKeepsWhatIsInIt() throws IOException {
        Fields volume = volume("data", "emptyDir", Fields.EMPTY);
        Path place = mount(volume);
        Files.writeString(place.resolve("file"), "kept");

        assertThat(mount(volume).resolve("file")).hasContent("kept");
        assertThat((int) Files.getAttribute(place, "unix:mode") & 0777).isEqualTo(0777);
    }

    @Test
    void anEmptyDirMayBeInMemory() {
        Path place =
                mount(
                        volume(
                                "data",
                                "emptyDir",
                                Fields.of("medium", "Memory").with("sizeLimit", "1Mi")));

        assertThat(Mounted.at(place)).isTrue();
        assertThat(place.toFile().getTotalSpace()).isEqualTo(1 << 20);
    }

    @Test
    void secretsNeverTouchTheDisk() {
        secrets.put(
                "s",
                new Secret(
                        Fields.of(
                                "data",
                                Fields.of(
                                        "k",
                                        Base64.getEncoder().encodeToString(new byte[] {'v'})))));

        Path place = mount(volume("s", "secret", Fields.of("secretName", "s")));

        assertThat(Mounted.at(place)).isTrue();
        assertThat(place.resolve("k")).hasContent("v");
    }

    @Test
    void nothingIsLeftOfAPod() {
        Path place = mount(volume("data", "emptyDir", Fields.of("medium", "Memory")));

        volumes.remove("u");

        assertThat(Mounted.at(place)).isFalse();
        assertThat(directory.resolve("u")).doesNotExist();
    }

    @Test
    void saysWhatIsMissing() {
        Pod pod = pod(volume("cfg", "configMap", Fields.of("name", "m")));
        assertThatThrownBy(() -> volumes.mount(pod))
                .hasMessage(
                        "MountVolume.SetUp failed for volume \"cfg\" : configmap \"m\" not found");

        maps.put("m", new ConfigMap(Fields.of("data", Fields.of("a", "1"))));
        Pod wrongKey =
                pod(
                        volume(
                                "cfg",
                                "configMap",
                                Fields.of("name", "m")
                                        .with(
                                                "items",
                                                List.of(Fields.of("key", "b").with("path", "b")))));
        assertThatThrownBy(() -> volumes.mount(wrongKey))
                .hasMessageEndingWith("configmap references non-existent config key: b");
    }

    @Test
    void optionalObjectsMayBeMissing() throws IOException {
        Path place =
                mount(volume("cfg", "configMap", Fields.of("name", "m").with("optional", true)));

        assertThat(Files.isDirectory(place)).isTrue();
    }

    @Test
    void checksTheKindOfAHostPath() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));

        assertThat(mount(hostPath(file, "File"))).isEqualTo(file);
        assertThatThrownBy(() -> mount(hostPath(file, "Directory")))
                .hasMessageEndingWith(
                        "hostPath type check failed: %s is not a directory".formatted(file));
        assertThat(mount(hostPath(directory.resolve("made"), "DirectoryOrCreate"))).isDirectory();
    }

    private static Fields hostPath(Path path, String type) {
        return volume("h", "hostPath", Fields.of("path", path.toString()).with("type", type));
    }

    @Test
    void aClaimIsItsVolumesDirectoryAndSurvivesThePod() throws IOException {
        Path data = Files.createDirectory(directory.resolve("disk"));
        Files.writeString(data.resolve("file"), "precious");
        claims.put(
                "c",
                new PersistentVolumeClaim(
                        Fields.of("spec", Fields.of("volumeName", "v"))
                                .with("status", Fields.of("phase", "Bound"))));
        persistent.put(
                "v",
                new PersistentVolume(
                        Fields.of("spec", Fields.of("local", Fields.of("path", data.toString())))));

        Path place = mount(volume("c", "persistentVolumeClaim", Fields.of("claimName", "c")));
        assertThat(place.resolve("file")).hasContent("precious");
        volumes.remove("u");

        assertThat(data.resolve("file")).hasContent("precious");
    }
}
