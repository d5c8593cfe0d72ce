package io.djong.runtime;

import io.djong.runtime.cri.AuthConfig;
import io.djong.runtime.cri.Image;
import io.djong.runtime.cri.ImageSpec;
import io.djong.runtime.image.ImageName;
import io.djong.runtime.image.PauseImage;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private final Cri cri;
    private final Path socket;

    Images(Cri cri, Path socket) {
        this.cri = cri;
        this.socket = socket;
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

    /// Imports every image of an archive: an OCI layout or what `docker save` writes, compressed with gzip or not.
    ///
    /// @return the images' full names
    public List<String> load(Path archive) throws IOException {
        String output;
        try (InputStream content = uncompressed(archive)) {
            output = Commands.run(content, ctr("images", "import", "-"));
        }
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

    private static InputStream uncompressed(Path archive) throws IOException {
        InputStream content = new BufferedInputStream(Files.newInputStream(archive));
        content.mark(2);
        boolean gzip = content.read() == 0x1f && content.read() == 0x8b;
        content.reset();
        return gzip ? new GZIPInputStream(content) : content;
    }

    private String[] ctr(String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "ctr",
                                "--address",
                                socket.toString(),
                                "--namespace",
                                RuntimeEvents.NAMESPACE));
        command.addAll(List.of(words));
        return command.toArray(String[]::new);
    }

    private static ImageSpec spec(String name) {
        return ImageSpec.newBuilder().setImage(ImageName.parse(name).toString()).build();
    }
}
