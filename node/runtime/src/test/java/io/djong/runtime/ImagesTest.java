package io.djong.runtime;

import static io.djong.runtime.TestNode.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.tree.Fields;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.PodSandboxConfig;
import io.djong.runtime.image.ImageArchive;
import io.djong.runtime.image.ImageName;
import io.djong.runtime.image.Layer;
import io.djong.runtime.image.OciLayout;
import io.djong.runtime.image.PauseImage;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImagesTest {

    @TempDir Path directory;
    private TestNode node;
    private Images images;

    @BeforeEach
    void start() throws Exception {
        node = new TestNode(directory);
        images = node.containerd.images();
    }

    @AfterEach
    void delete() throws Exception {
        node.delete();
    }

    @Test
    void findsAndRemovesImagesByShortNames() {
        assertThat(images.status("busybox:1.36")).isPresent();
        assertThat(images.list()).hasSize(2).filteredOn(Image::getPinned).hasSize(1);

        images.remove("busybox:1.36");

        assertThat(images.status("busybox:1.36")).isEmpty();
        assertThat(images.status(PauseImage.NAME)).isPresent();
    }

    @Test
    void loadsACompressedArchiveWithAllItsNames() throws Exception {
        Path archive = directory.resolve("two.tar");
        new ImageArchive("one:1")
                .alsoNamed("quay.io/two:2")
                .layer(new Layer().file("/data", 0644, "x".getBytes(StandardCharsets.UTF_8)))
                .writeTo(archive);
        Path compressed = directory.resolve("two.tar.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(archive, out);
        }

        List<String> names = images.load(compressed);

        assertThat(names).containsExactlyInAnyOrder("docker.io/library/one:1", "quay.io/two:2");
        assertThat(images.status("one:1")).isPresent();
        assertThat(images.status("quay.io/two:2")).isPresent();
    }

    @Test
    void putsANameOnTheNewestImageLoaded() throws Exception {
        Path archive = directory.resolve("app.tar");
        for (String content : List.of("old", "new", "new")) {
            new ImageArchive("app:1")
                    .layer(
                            new Layer()
                                    .file("/data", 0644, content.getBytes(StandardCharsets.UTF_8)))
                    .writeTo(archive);
            images.load(archive);
        }
        String id = images.status("app:1").orElseThrow().getId();

        try (OciLayout layout = new OciLayout(archive)) {
            assertThat(layout.id(layout.images().getFirst().target())).isEqualTo(id);
        }
    }

    @Test
    void loadsWhatDockerSaves() throws Exception {
        Path layout = Files.createDirectories(directory.resolve("layout"));
        Path archive = TestImages.busybox(directory);
        Commands.run("tar", "-xf", archive.toString(), "-C", layout.toString());
        Path manifest = layout.resolve("manifest.json");
        Files.writeString(
                manifest,
                Files.readString(manifest).replace("docker.io/library/busybox:1.36", "saved:1"));
        Path saved = directory.resolve("saved.tar");
        Commands.run(
                "tar", "-cf", saved.toString(), "-C", layout.toString(), "manifest.json", "blobs");

        List<String> names = images.load(saved);

        assertThat(names).containsExactly("docker.io/library/saved:1");
        assertThat(images.status("saved:1")).isPresent();
    }

    @Test
    void runsAnImageAsItsConfigurationSays() throws Exception {
        Path archive = directory.resolve("app.tar");
        new ImageArchive("app:1")
                .layer(
                        new Layer()
                                .file("/bin/busybox", 0755, Path.of("/bin/busybox"))
                                .symlink("/bin/sh", "busybox")
                                .file("/work/empty", 0644, new byte[0])
                                .directory("/work", 0770))
                .entrypoint("/bin/sh", "-c")
                .command(
                        "echo $GREETING $(busybox id -u) $(busybox pwd) $(busybox stat -c %a /work)")
                .env("GREETING", "ahoy")
                .env("PATH", "/bin")
                .user("1000:0")
                .workingDirectory("/work")
                .writeTo(archive);
        images.load(archive);
        PodSandboxConfig pod = node.pod("app", true);
        String sandbox = node.cri().runPodSandbox(pod, "");
        var config = container("main").toBuilder();
        config.getImageBuilder().setImage("docker.io/library/app:1");

        String container = node.run(sandbox, pod, config.build());

        Path log = Path.of(node.cri().containerStatus(container, false).getStatus().getLogPath());
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(Files.readString(log))
                                .endsWith(" stdout F ahoy 1000 /work 770\n"));
    }

    @Test
    void pullsWithTheSecretThatFits() throws Exception {
        try (TestRegistry registry =
                new TestRegistry(TestImages.busybox(directory), directory, "sesame")) {
            String name = registry.address() + "/private/busybox:1";
            Fields wrong = Fields.of("username", "me", "password", "wrong");
            Fields right = Fields.of("username", "me", "password", "sesame");
            var credentials =
                    new RegistryCredentials()
                            .addDockercfg(Fields.of(registry.address() + "/private", wrong))
                            .addDockercfg(Fields.of(registry.address(), right));

            assertThatThrownBy(() -> images.pull(name, List.of()))
                    .isInstanceOf(CriException.class)
                    .hasMessageContaining("failed to pull and unpack image \"" + name + "\"")
                    .hasMessageContaining("401 Unauthorized");
            images.pull(name, credentials.of(name));

            assertThat(images.status(name)).isPresent();
        }
    }

    @Test
    void pullsFromAMirror() throws Exception {
        try (TestRegistry registry =
                new TestRegistry(TestImages.busybox(directory), directory, "")) {
            new RegistryMirrors(node.containerd.layout().registries())
                    .set("quay.io", List.of(URI.create("http://" + registry.address())));

            images.pull("quay.io/some/app:3", List.of());

            assertThat(images.status("quay.io/some/app:3").orElseThrow().getRepoDigestsList())
                    .singleElement()
                    .satisfies(digest ->
                            assertThat(ImageName.parse(digest).withoutVersion())
                                    .isEqualTo("quay.io/some/app"));
        }
    }
}
