package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.cli.DataDirectory;
import io.djong.meta.Threads;
import io.djong.store.Backup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `djong restore`.
@Command(
        name = "restore",
        description =
                "makes a cluster's data directory of a backup; it must be empty, or not exist",
        footer = {"", "Example:", "  djong restore monday.djong --data-dir /srv/djong"})
final class RestoreCommand implements Callable<Integer> {

    static final String PROPERTIES = "cluster.properties";
    static final String PKI = "pki";

    /// What must be as it was, since Services and nodes have addresses of these; the rest is this machine's.
    private static final List<String> KEPT_PROPERTIES = List.of("pod-cidr=", "service-cidr=");

    @Mixin private DataDirectory data = new DataDirectory();

    @Parameters(paramLabel = "FILE", description = "what 'djong backup' wrote")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        Path target = data.path();
        refuseOccupied(target);
        Path source = ClusterOptions.here(file);
        Backup backup = StoreTools.sayingWhy(() -> Backup.read(source, Threads.virtual()));
        backup.attachments().keySet().forEach(name -> refuseOutside(target, name));
        Files.createDirectories(target);
        StoreTools.sayingWhy(() -> {
            backup.restoreInto(StoreTools.directory(data), StoreTools.random());
            return target;
        });
        for (Map.Entry<String, byte[]> attachment : backup.attachments().entrySet()) {
            write(target.resolve(attachment.getKey()), attachment.getValue());
        }
        System.out.printf(
                "revision %d, %d objects%s in %s: start it with 'djong up --data-dir %s'%n",
                backup.revision(),
                backup.entries().size(),
                backup.attachments().keySet().stream().anyMatch(name -> name.startsWith(PKI))
                        ? " and the PKI"
                        : "",
                target,
                target);
        return 0;
    }

    private static void refuseOccupied(Path target) throws IOException {
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new CliException(target + ": is not a directory");
        }
        if (Files.exists(target)) {
            try (Stream<Path> paths = Files.list(target)) {
                if (paths.findAny().isPresent()) {
                    throw new CliException(target + ": is not empty: restore into a new directory");
                }
            }
        }
    }

    private static void refuseOutside(Path target, String name) {
        if (!target.resolve(name).normalize().startsWith(target)) {
            throw new CliException("the backup holds a file that would lie elsewhere: " + name);
        }
    }

    private static void write(Path path, byte[] bytes) throws IOException {
        Path parent = path.getParent();
        if (parent != null && !Files.exists(parent)) {
            Files.createDirectories(
                    parent,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
        }
        boolean isSecret = path.toString().endsWith(".key");
        Files.createFile(
                path,
                PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString(isSecret ? "rw-------" : "rw-r--r--")));
        boolean isOurs = path.endsWith(PROPERTIES);
        Files.write(path, isOurs ? keptProperties(bytes) : bytes);
    }

    private static byte[] keptProperties(byte[] bytes) {
        StringBuilder kept = new StringBuilder();
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> KEPT_PROPERTIES.stream().anyMatch(line::startsWith))
                .forEach(line -> kept.append(line).append('\n'));
        return kept.toString().getBytes(StandardCharsets.UTF_8);
    }
}
