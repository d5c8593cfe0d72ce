package io.djong.cluster;

import io.djong.cli.DataDirectory;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.store.Backup;
import io.djong.store.OfflineCompaction;
import io.djong.store.StoreStats;
import io.djong.store.StoredFiles;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `djong store`: looks into a cluster's store, without its server.
@Command(
        name = "store",
        description = "looks into the store: verify, compact, stats, history",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StoreCommand.Verify.class,
            StoreCommand.Compact.class,
            StoreCommand.Stats.class,
            StoreHistoryCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  djong store verify",
            "  djong store verify monday.djong",
            "  djong store stats",
            "  djong store history /registry/configmaps/default/settings"
        })
final class StoreCommand {

    @Command(
            name = "verify",
            description = "reads every byte and checks it: of the store, or of a backup")
    static final class Verify implements Callable<Integer> {

        @Mixin private DataDirectory data = new DataDirectory();

        @Parameters(paramLabel = "FILE", arity = "0..1", description = "a backup")
        private @Nullable Path file;

        @Override
        public Integer call() {
            Path backup = file;
            if (backup != null) {
                Path source = ClusterOptions.here(backup);
                Backup read = StoreTools.sayingWhy(() -> Backup.read(source, Threads.virtual()));
                System.out.printf(
                        "%s is sound: revision %d, %d objects, %d other files%n",
                        source, read.revision(), read.entries().size(), read.attachments().size());
                return 0;
            }
            StoredFiles files = StoreTools.read(data);
            System.out.printf(
                    "%s is sound: revisions %d to %d, %d objects, %d files%n",
                    files.directory(),
                    files.compacted(),
                    files.revision(),
                    files.stats().keys(),
                    files.files().size());
            return 0;
        }
    }

    @Command(
            name = "compact",
            description =
                    "drops all history and gives its space back; for a stopped cluster, since a running one does so by itself")
    static final class Compact implements Callable<Integer> {

        @Mixin private DataDirectory data = new DataDirectory();

        @Override
        public Integer call() {
            long before = bytes(StoreTools.read(data));
            long revision =
                    StoreTools.sayingWhy(() ->
                            OfflineCompaction.run(
                                    StoreTools.directory(data),
                                    Clock.system(),
                                    Timer.system(),
                                    Threads.virtual(),
                                    StoreTools.random()));
            System.out.printf(
                    "compacted to revision %d: %s before, %s now%n",
                    revision,
                    StoreTools.bytes(before),
                    StoreTools.bytes(bytes(StoreTools.read(data))));
            return 0;
        }

        private static long bytes(StoredFiles files) {
            return files.files().stream().mapToLong(StoredFiles.StoredFile::bytes).sum();
        }
    }

    @Command(name = "stats", description = "tells what the store holds, and in which files")
    static final class Stats implements Callable<Integer> {

        @Mixin private DataDirectory data = new DataDirectory();

        @Override
        public Integer call() {
            StoredFiles files = StoreTools.read(data);
            StoreStats stats = files.stats();
            print("newest revision", files.revision());
            print("oldest kept revision", files.compacted());
            print("objects", stats.keys());
            print("bytes of objects", StoreTools.bytes(stats.valueBytes()));
            print("kept older versions", stats.historyVersions());
            print("bytes of older versions", StoreTools.bytes(stats.historyBytes()));
            files.files().forEach(file -> print(file.name(), StoreTools.bytes(file.bytes())));
            return 0;
        }

        private static void print(String what, Object value) {
            System.out.printf("%-32s %s%n", what, value);
        }
    }
}
