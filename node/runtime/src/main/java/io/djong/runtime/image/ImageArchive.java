package io.djong.runtime.image;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/// Builds an image and writes it as one tar archive, which is an OCI layout and a `docker save` file at once.
///
/// Layers are not compressed: such archives are imported from a local disk, where reading is cheaper than
/// inflating. The same input gives the same bytes, and so the same digests.
///
/// @spec https://github.com/opencontainers/image-spec/blob/main/image-layout.md OCI image layout
public final class ImageArchive {

    private static final String INDEX_TYPE = "application/vnd.oci.image.index.v1+json";
    private static final String MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
    private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar";

    /// A fixed date keeps the digest a function of the content.
    private static final String CREATED = "1970-01-01T00:00:00Z";

    private static final JsonFactory JSON = new JsonFactory();

    private final Set<String> names = new LinkedHashSet<>();
    private final List<Layer> layers = new ArrayList<>();
    private final List<String> env = new ArrayList<>();
    private final Set<String> exposedPorts = new TreeSet<>();
    private final Set<String> volumes = new TreeSet<>();
    private final Map<String, String> labels = new TreeMap<>();
    private List<String> entrypoint = List.of();
    private List<String> command = List.of();
    private String workingDirectory = "";
    private String user = "";
    private String stopSignal = "";
    private String architecture = Architecture.ofThisMachine().ociName();

    /// An image called `name`, and whatever [#alsoNamed] adds; short names are those of Docker Hub.
    public ImageArchive(String name) {
        names.add(ImageName.parse(name).toString());
    }

    public ImageArchive alsoNamed(String name) {
        names.add(ImageName.parse(name).toString());
        return this;
    }

    public ImageArchive layer(Layer layer) {
        layers.add(layer);
        return this;
    }

    public ImageArchive entrypoint(String... words) {
        entrypoint = List.of(words);
        return this;
    }

    public ImageArchive command(String... words) {
        command = List.of(words);
        return this;
    }

    public ImageArchive env(String name, String value) {
        env.add(name + "=" + value);
        return this;
    }

    /// A port as in a Dockerfile: `80/tcp`.
    public ImageArchive exposedPort(String port) {
        exposedPorts.add(port);
        return this;
    }

    public ImageArchive volume(String path) {
        volumes.add(path);
        return this;
    }

    public ImageArchive label(String key, String value) {
        labels.put(key, value);
        return this;
    }

    public ImageArchive workingDirectory(String path) {
        workingDirectory = path;
        return this;
    }

    /// A user as in a Dockerfile: `nobody`, `1000:1000`.
    public ImageArchive user(String user) {
        this.user = user;
        return this;
    }

    public ImageArchive stopSignal(String signal) {
        stopSignal = signal;
        return this;
    }

    /// In Go's words: `amd64`, `arm64`.
    public ImageArchive architecture(String architecture) {
        this.architecture = architecture;
        return this;
    }

    /// Writes the archive; layers pass through temporary files beside it.
    public void writeTo(Path archive) throws IOException {
        Path scratch = Files.createTempDirectory(archive.toAbsolutePath().getParent(), "image");
        try {
            List<Blob> blobs = new ArrayList<>();
            for (Layer layer : layers) {
                blobs.add(layerBlob(layer, scratch.resolve("layer-" + blobs.size())));
            }
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
                write(new TarWriter(out), blobs);
            }
        } finally {
            deleteTree(scratch);
        }
    }

    private void write(TarWriter tar, List<Blob> layerBlobs) throws IOException {
        byte[] config = json(generator -> config(generator, layerBlobs));
        Blob configBlob = Blob.of(config);
        byte[] manifest = json(generator -> manifest(generator, configBlob, layerBlobs));
        Blob manifestBlob = Blob.of(manifest);

        tar.file(
                "oci-layout",
                0444,
                "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        tar.directory("blobs", 0755);
        tar.directory("blobs/sha256", 0755);
        Set<String> written = new TreeSet<>();
        for (Blob blob : layerBlobs) {
            if (written.add(blob.hex) && blob.file != null) {
                try (InputStream content = Files.newInputStream(blob.file)) {
                    tar.file(blob.path(), 0444, blob.size, content);
                }
            }
        }
        tar.file(configBlob.path(), 0444, config);
        tar.file(manifestBlob.path(), 0444, manifest);
        tar.file(
                "manifest.json",
                0444,
                json(generator -> dockerManifest(generator, configBlob, layerBlobs)));
        tar.file("index.json", 0444, json(generator -> index(generator, manifestBlob)));
        tar.finish();
    }

    private void config(JsonGenerator json, List<Blob> layerBlobs) {
        json.writeStartObject();
        json.writeStringProperty("created", CREATED);
        json.writeStringProperty("architecture", architecture);
        json.writeStringProperty("os", "linux");
        json.writeObjectPropertyStart("config");
        strings(json, "Env", env);
        strings(json, "Entrypoint", entrypoint);
        strings(json, "Cmd", command);
        text(json, "WorkingDir", workingDirectory);
        text(json, "User", user);
        text(json, "StopSignal", stopSignal);
        emptyObjects(json, "ExposedPorts", exposedPorts);
        emptyObjects(json, "Volumes", volumes);
        if (!labels.isEmpty()) {
            json.writeObjectPropertyStart("Labels");
            labels.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        json.writeEndObject();
        json.writeObjectPropertyStart("rootfs");
        json.writeStringProperty("type", "layers");
        strings(json, "diff_ids", layerBlobs.stream().map(Blob::digest).toList());
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void manifest(JsonGenerator json, Blob config, List<Blob> layerBlobs) {
        json.writeStartObject();
        json.writeNumberProperty("schemaVersion", 2);
        json.writeStringProperty("mediaType", MANIFEST_TYPE);
        json.writeName("config");
        json.writeStartObject();
        descriptor(json, CONFIG_TYPE, config);
        json.writeEndObject();
        json.writeArrayPropertyStart("layers");
        for (Blob blob : layerBlobs) {
            json.writeStartObject();
            descriptor(json, LAYER_TYPE, blob);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void index(JsonGenerator json, Blob manifest) {
        json.writeStartObject();
        json.writeNumberProperty("schemaVersion", 2);
        json.writeStringProperty("mediaType", INDEX_TYPE);
        json.writeArrayPropertyStart("manifests");
        for (String name : names) {
            json.writeStartObject();
            descriptor(json, MANIFEST_TYPE, manifest);
            json.writeObjectPropertyStart("annotations");
            json.writeStringProperty("io.containerd.image.name", name);
            json.writeStringProperty(
                    "org.opencontainers.image.ref.name", ImageName.parse(name).tag());
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void dockerManifest(JsonGenerator json, Blob config, List<Blob> layerBlobs) {
        json.writeStartArray();
        json.writeStartObject();
        json.writeStringProperty("Config", config.path());
        strings(json, "RepoTags", List.copyOf(names));
        strings(json, "Layers", layerBlobs.stream().map(Blob::path).toList());
        json.writeEndObject();
        json.writeEndArray();
    }

    private static void descriptor(JsonGenerator json, String type, Blob blob) {
        json.writeStringProperty("mediaType", type);
        json.writeStringProperty("digest", blob.digest());
        json.writeNumberProperty("size", blob.size);
    }

    private static void strings(JsonGenerator json, String name, List<String> values) {
        if (values.isEmpty()) {
            return;
        }
        json.writeArrayPropertyStart(name);
        values.forEach(json::writeString);
        json.writeEndArray();
    }

    private static void text(JsonGenerator json, String name, String value) {
        if (!value.isEmpty()) {
            json.writeStringProperty(name, value);
        }
    }

    private static void emptyObjects(JsonGenerator json, String name, Set<String> keys) {
        if (keys.isEmpty()) {
            return;
        }
        json.writeObjectPropertyStart(name);
        for (String key : keys) {
            json.writeObjectPropertyStart(key);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private interface Writing {
        void to(JsonGenerator json);
    }

    private static byte[] json(Writing writing) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json =
                JSON.createGenerator(tools.jackson.core.ObjectWriteContext.empty(), text)) {
            writing.to(json);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /// A piece of an image, known by the hash of its bytes.
    private record Blob(String hex, long size, @Nullable Path file) {

        static Blob of(byte[] content) {
            return new Blob(
                    HexFormat.of().formatHex(sha256().digest(content)), content.length, null);
        }

        String digest() {
            return "sha256:" + hex;
        }

        String path() {
            return "blobs/sha256/" + hex;
        }
    }

    private static Blob layerBlob(Layer layer, Path file) throws IOException {
        MessageDigest digest = sha256();
        try (OutputStream out =
                new DigestOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(file)), digest)) {
            layer.writeTo(new TarWriter(out));
        }
        return new Blob(HexFormat.of().formatHex(digest.digest()), Files.size(file), file);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static void deleteTree(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
