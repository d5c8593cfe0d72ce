package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.cli.DataDirectory;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.runtime.ManagedContainerd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
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
        subcommands = {
            ImagesCommand.Load.class,
            ImagesCommand.Build.class,
            ImagesCommand.Listing.class
        },
        footer = {
            "",
            "Examples:",
            "  djong images load app.tar other.tar.gz",
            "  djong images build",
            "  djong images list"
        })
final class ImagesCommand {

    @Command(
            name = "load",
            description = "loads OCI or docker archives into the node of a running cluster")
    static final class Load implements Callable<Integer> {

        @Mixin private DataDirectory data = new DataDirectory();

        @Parameters(
                paramLabel = "FILE",
                arity = "1..*",
                description = "archives, with gzip or without")
        private List<Path> files = new ArrayList<>();

        @Override
        public Integer call() throws IOException, InterruptedException {
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
    }

    @Command(
            name = "build",
            description =
                    "makes the images that examples and tests use from this machine's Debian packages, without Docker")
    static final class Build implements Callable<Integer> {

        @Mixin private DataDirectory data = new DataDirectory();

        @Option(
                names = "--into",
                paramLabel = "DIR",
                description =
                        "where the archives go (default: images in the data directory, which every start loads)")
        private @Nullable Path directory;

        @Override
        public Integer call() throws IOException, InterruptedException {
            Path target =
                    directory == null
                            ? data.path().resolve("images")
                            : ClusterOptions.here(directory);
            Files.createDirectories(target);
            List<Path> archives = new ArrayList<>();
            for (ExampleImage image : ExampleImage.values()) {
                Path archive = target.resolve(image.fileName());
                image.writeTo(archive);
                archives.add(archive);
                System.out.printf("%-24s %s%n", image.imageName(), archive);
            }
            if (directory == null && data.server().isPresent()) {
                loadIntoRunning(archives);
            }
            return 0;
        }

        /// A cluster that was started before its images were made need not be started again.
        private void loadIntoRunning(List<Path> archives) throws IOException, InterruptedException {
            try (ManagedContainerd containerd = running(data)) {
                for (Path archive : archives) {
                    containerd.images().load(archive);
                }
            }
        }
    }

    @Command(name = "list", description = "lists the images on the node of a running cluster")
    static final class Listing implements Callable<Integer> {

        @Mixin private DataDirectory data = new DataDirectory();

        @Override
        public Integer call() {
            try (ManagedContainerd containerd = running(data)) {
                System.out.printf("%-60s %10s%n", "IMAGE", "SIZE");
                containerd.images().list().stream()
                        .flatMap(image ->
                                image.getRepoTagsList().stream()
                                        .map(tag ->
                                                "%-60s %8.1fMB"
                                                        .formatted(tag, image.getSize() / 1e6)))
                        .sorted()
                        .forEach(System.out::println);
            }
            return 0;
        }
    }

    /// The cluster's containerd, only spoken to: it belongs to the server.
    private static ManagedContainerd running(DataDirectory data) {
        data.runningServer();
        return NodeLayout.read(data.path()).containerd(Clock.system(), Threads.virtual());
    }
}
