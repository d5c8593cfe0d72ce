package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.cli.DataDirectory;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.store.StoreException;
import io.djong.store.StoredFiles;
import io.djong.store.Value;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// What the commands that look into a cluster's store share.
final class StoreTools {

    private StoreTools() {}

    static Path directory(DataDirectory data) {
        return data.path().resolve("store");
    }

    /// What the store holds now, be its server running or not.
    static StoredFiles read(DataDirectory data) {
        return sayingWhy(() ->
                StoredFiles.read(
                        directory(data),
                        Value.Factory.PLAIN,
                        Clock.system(),
                        Timer.system(),
                        Threads.virtual()));
    }

    /// The store's own message is the line that the user sees.
    static <T> T sayingWhy(Supplier<T> action) {
        try {
            return action.get();
        } catch (StoreException failure) {
            throw new CliException(String.valueOf(failure.getMessage()), failure);
        }
    }

    static RandomGenerator random() {
        return RandomGenerator.of("L64X128MixRandom");
    }

    static String bytes(long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        return bytes < 1 << 20
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1024.0)
                : String.format(Locale.ROOT, "%.1f MB", bytes / (1024.0 * 1024));
    }
}
