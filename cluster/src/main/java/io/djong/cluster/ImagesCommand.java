package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.cli.DataDirectory;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.runtime.Images;
import io.djong.runtime.ManagedContainerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `djong images`.
@Command(
        name = "images",
        description = "container images: load, build, list",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  djong images load app.tar other.tar.gz", "  djong images build", "  djong images list"})
final class ImagesCommand {

    @Command(name = "load", description = "loads OCI or docker archives into the node of a running cluster")
    int load(
            @Mixin DataDirectory data,
            @Parameters(paramLabel = "FILE", arity = "1..*", description = "archives, with gzip or without") List<Path> files)
            throws IOException, InterruptedException {
        List<Path> archives = files.stream().map(ClusterOptions::here).toList();
        List<String> missing = new ArrayList<>();
        for (Path archive : archives) {
            if (!Files.isReadable(archive)) {
                missing.add(archive + ": no such file");
            }
        }
        if (!missing.isEmpty()) {
            throw new CliException(String.join("\ndjong: ", missing));
        }
        try (ManagedContainerd containerd = running(data)) {
            for (Path archive : archives) {
                containerd.images().load(archive).forEach(System.out::println);
            }
        }
        return 0;
    }

    @Command(
            name = "build",
            description = "makes the images that examples and tests use from this machine's Debian packages, without Docker")
    int build(
            @Mixin DataDirectory data,
            @Option(names = "--into", paramLabel = "DIR", description = "where the archives go (default: images in the data directory, which every start loads)")
                    @Nullable Path directory)
            throws IOException {
        Path target = directory == null ? data.path().resolve("images") : ClusterOptions.here(directory);
        Files.createDirectories(target);
        for (ExampleImage image : ExampleImage.values()) {
            Path archive = target.resolve(image.fileName());
            image.writeTo(archive);
            System.out.println(image.imageName() + "  " + archive);
        }
        return 0;
    }

    @Command(name = "list", description = "lists the images on the node of a running cluster")
    int list(@Mixin DataDirectory data) {
        try (ManagedContainerd containerd = running(data)) {
            Images images = containerd.images();
            System.out.printf("%-60s %10s%n", "IMAGE", "SIZE");
            images.list().stream()
                    .flatMap(image -> image.getRepoTagsList().stream().map(tag -> "%-60s %8.1fMB".formatted(tag, image.getSize() / 1e6)))
                    .sorted()
                    .forEach(System.out::println);
        }
        return 0;
    }

    /// The cluster's containerd, only spoken to: it belongs to the server.
    private static ManagedContainerd running(DataDirectory data) {
        data.runningServer();
        NodeLayout layout = NodeLayout.read(data.path());
        return layout.containerd(Clock.system(), Threads.virtual());
    }
}
