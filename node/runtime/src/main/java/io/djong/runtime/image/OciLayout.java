package io.djong.runtime.image;

import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An archive with an OCI image layout, opened for reading.
///
/// @spec https://github.com/opencontainers/image-spec/blob/main/image-layout.md OCI image layout
public final class OciLayout implements AutoCloseable {

    private static final String INDEX = "index.json";

    /// A blob as others refer to it.
    public record Reference(String mediaType, String digest, long size) {

        static Reference of(Fields descriptor) {
            return new Reference(
                    descriptor.string("mediaType"),
                    descriptor.string("digest"),
                    descriptor.integer("size"));
        }

        String path() {
            return "blobs/" + digest.replace(':', '/');
        }

        private boolean isIndex() {
            return mediaType.endsWith(".image.index.v1+json")
                    || mediaType.endsWith(".manifest.list.v2+json");
        }

        private boolean isManifest() {
            return mediaType.endsWith(".image.manifest.v1+json")
                    || mediaType.endsWith(".distribution.manifest.v2+json");
        }
    }

    /// One image under its full name.
    public record Named(String name, Reference target) {}

    private final TarIndex archive;
    private final Path path;

    public OciLayout(Path path) throws IOException {
        this.path = path;
        this.archive = new TarIndex(path);
    }

    /// Whether the archive is one; older `docker save` archives are not.
    public boolean isLayout() {
        return archive.has("oci-layout") && archive.has(INDEX);
    }

    /// All images that have a name. One that only has a tag takes the archive's name.
    public List<Named> images() throws IOException {
        List<Named> images = new ArrayList<>();
        if (JsonText.read(archive.read(INDEX)) instanceof Fields index) {
            for (Object entry : index.list("manifests")) {
                if (entry instanceof Fields descriptor) {
                    images.add(
                            new Named(
                                    name(descriptor.fields("annotations")),
                                    Reference.of(descriptor)));
                }
            }
        }
        return images;
    }

    private String name(Fields annotations) {
        String full = annotations.string("io.containerd.image.name");
        String given =
                full.isEmpty() ? annotations.string("org.opencontainers.image.ref.name") : full;
        boolean isTag = given.indexOf('/') < 0 && given.indexOf(':') < 0;
        String file = String.valueOf(path.getFileName()).replaceFirst("\\.(tar|tgz|tar\\.gz)$", "");
        String name = isTag ? file + (given.isEmpty() ? "" : ":" + given) : given;
        return ImageName.parse(name).toString();
    }

    /// What a blob refers to, in order: an index its manifests, a manifest its configuration and its layers.
    public List<Reference> children(Reference parent) throws IOException {
        List<Reference> children = new ArrayList<>();
        if (!(parent.isIndex() || parent.isManifest())
                || !(JsonText.read(archive.read(parent.path())) instanceof Fields document)) {
            return children;
        }
        if (parent.isManifest()) {
            children.add(Reference.of(document.fields("config")));
        }
        for (Object entry : document.list(parent.isIndex() ? "manifests" : "layers")) {
            if (entry instanceof Fields descriptor) {
                children.add(Reference.of(descriptor));
            }
        }
        return children;
    }

    /// Whether the archive holds the blob: an index may name platforms that were left out.
    public boolean has(Reference reference) {
        return archive.has(reference.path());
    }

    public byte[] read(Reference reference, long offset, int length) throws IOException {
        return archive.read(reference.path(), offset, length);
    }

    /// The configuration's digest, which is what CRI calls the image's id; empty for an index.
    public String id(Reference target) throws IOException {
        return target.isManifest() ? children(target).getFirst().digest() : "";
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
