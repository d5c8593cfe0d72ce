package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.cli.DataDirectory;
import io.djong.store.Backup;
import io.djong.store.StoredFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `djong backup`: reads the store's files, so it needs nothing of a server, and stops none.
@Command(
        name = "backup",
        description =
                "writes all objects, as they are at one moment, into one file; the cluster may be running",
        footer = {
            "",
            "Examples:",
            "  djong backup monday.djong",
            "  djong backup --with-pki monday.djong    with its keys: keep that file secret"
        })
final class BackupCommand implements Callable<Integer> {

    @Mixin private DataDirectory data = new DataDirectory();

    @Option(
            names = "--with-pki",
            description =
                    "with the certificates and keys, so that the old kubeconfigs and tokens work after a restore")
    private boolean withPki;

    @Parameters(paramLabel = "FILE", description = "must not exist yet")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
        StoredFiles files = StoreTools.read(data);
        Map<String, byte[]> attachments = attachments();
        Path target = ClusterOptions.here(file);
        Backup backup = StoreTools.sayingWhy(() -> Backup.of(files, attachments));
        long length = StoreTools.sayingWhy(() -> backup.write(target, StoreTools.random()));
        System.out.printf(
                "revision %d, %d objects, %s in %s%n",
                backup.revision(), backup.entries().size(), StoreTools.bytes(length), target);
        return 0;
    }

    private Map<String, byte[]> attachments() throws IOException {
        Map<String, byte[]> attachments = new TreeMap<>();
        Path properties = data.path().resolve(RestoreCommand.PROPERTIES);
        if (Files.exists(properties)) {
            attachments.put(RestoreCommand.PROPERTIES, Files.readAllBytes(properties));
        }
        if (withPki) {
            Path pki = data.path().resolve(RestoreCommand.PKI);
            if (!Files.isReadable(pki)) {
                throw new CliException(pki + ": cannot be read");
            }
            try (Stream<Path> paths = Files.walk(pki)) {
                for (Path path : paths.filter(Files::isRegularFile).toList()) {
                    attachments.put(
                            data.path().relativize(path).toString(), Files.readAllBytes(path));
                }
            }
        }
        return attachments;
    }
}
