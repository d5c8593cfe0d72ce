package io.djong.runtime;

import io.djong.meta.Clock;
import io.djong.runtime.cri.AuthConfig;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.ImageSpec;
import io.djong.runtime.image.ImageName;
import io.djong.runtime.image.OciLayout;
import io.djong.runtime.image.PauseImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/// The images on this node.
///
/// Names may be short, as in `docker pull`: see [ImageName#parse].
public final class Images {

    private static final Pattern UNPACKED =
            Pattern.compile("^unpacking (\\S+) \\(", Pattern.MULTILINE);

    private static final Duration KNOWN_MAX = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(2);

    private final Cri cri;
    private final RuntimeSocket socket;
    private final Clock clock;

    Images(Cri cri, RuntimeSocket socket, Clock clock) {
        this.cri = cri;
        this.socket = socket;
        this.clock = clock;
    }

    /// The pause image is pinned: it must not be collected, as no registry has it.
    public List<Image> list() {
        return cri.listImages().stream()
                .map(image ->
                        image.getRepoTagsList().contains(PauseImage.NAME)
                                ? image.toBuilder().setPinned(true).build()
                                : image)
                .toList();
    }

    public Optional<Image> status(String name) {
        return cri.imageStatus(spec(name));
    }

    public void remove(String name) {
        cri.removeImage(spec(name));
    }

    /// Pulls with the first credentials that the registry accepts; without any when there are none.
    ///
    /// @return the image's reference, as it belongs into a container's status
    /// @throws CriException the last refusal
    public String pull(String name, List<AuthConfig> credentials) {
        CriException refusal = null;
        for (AuthConfig auth : credentials) {
            try {
                return cri.pullImage(spec(name), auth, null);
            } catch (CriException failure) {
                refusal = failure;
            }
        }
        if (refusal != null) {
            throw refusal;
        }
        return cri.pullImage(spec(name), null, null);
    }

    /// Imports every image of an archive: an OCI layout or what `docker save` writes, compressed with gzip or
    /// not. What is there already is not written again.
    ///
    /// @return the images' full names
    public List<String> load(Path archive) throws IOException, InterruptedException {
        if (!isCompressed(archive)) {
            return loadPlain(archive);
        }
        Path plain = Files.createTempFile("image", ".tar");
        try (InputStream content = new GZIPInputStream(Files.newInputStream(archive))) {
            Files.copy(content, plain, StandardCopyOption.REPLACE_EXISTING);
            return loadPlain(plain);
        } finally {
            Files.delete(plain);
        }
    }

    private List<String> loadPlain(Path archive) throws IOException, InterruptedException {
        try (OciLayout layout = new OciLayout(archive)) {
            if (!layout.isLayout()) {
                return loadWithTool(archive);
            }
            List<OciLayout.Named> images = new ImageImport(socket, clock).run(layout);
            for (OciLayout.Named image : images) {
                awaitKnown(image.name(), layout.id(image.target()));
            }
            return images.stream().map(OciLayout.Named::name).toList();
        }
    }

    /// CRI hears of new images by an event.
    private void awaitKnown(String name, String id) throws InterruptedException {
        long begin = clock.nanos();
        while (status(name).filter(image -> id.isEmpty() || image.getId().equals(id)).isEmpty()) {
            if (clock.nanos() - begin > KNOWN_MAX.toNanos()) {
                throw new RuntimeSetupException(
                        name + " was imported, but the runtime does not know it");
            }
            clock.sleep(POLL);
        }
    }

    private List<String> loadWithTool(Path archive) {
        String output = Commands.run(ctr("images", "import", archive.toString()));
        List<String> names = new ArrayList<>();
        Matcher unpacked = UNPACKED.matcher(output);
        while (unpacked.find()) {
            names.add(underFullName(unpacked.group(1)));
        }
        return names;
    }

    /// Archives of some tools carry short names, which CRI would never find.
    private String underFullName(String name) {
        String full = ImageName.parse(name).toString();
        if (!full.equals(name)) {
            Commands.run(ctr("images", "tag", "--force", name, full));
        }
        return full;
    }

    private static boolean isCompressed(Path archive) throws IOException {
        try (InputStream content = Files.newInputStream(archive)) {
            return content.read() == 0x1f && content.read() == 0x8b;
        }
    }

    private String[] ctr(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ctr",
                                "--address",
                                socket.path().toString(),
                                "--namespace",
                                RuntimeEvents.NAMESPACE));
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    private static ImageSpec spec(String name) {
        return ImageSpec.newBuilder().setImage(ImageName.parse(name).toString()).build();
    }
}
