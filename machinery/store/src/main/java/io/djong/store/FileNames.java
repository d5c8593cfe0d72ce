package io.djong.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the engine's files are named: `log-0000000000000001.wal` begins with revision 1,
/// `snapshot-0000000000000812.snap` is the state at revision 0x812. A file being made ends with `.tmp`.
enum FileNames {
    LOG("log-", ".wal"),
    SNAPSHOT("snapshot-", ".snap");

    /// There while a restore is under way: what lies beside it is not whole yet.
    static final String RESTORING = "restoring";

    private static final String UNFINISHED = ".tmp";
    private static final int DIGITS = 16;

    private final String prefix;
    private final String suffix;

    FileNames(String prefix, String suffix) {
        this.prefix = prefix;
        this.suffix = suffix;
    }

    String of(long revision) {
        return prefix + "%016x".formatted(revision) + suffix;
    }

    String unfinished(long revision) {
        return of(revision) + UNFINISHED;
    }

    /// The revisions in the names of this kind of file, ascending.
    List<Long> revisions(List<String> names) {
        return names.stream().map(this::revision).filter(n -> n != null).sorted().toList();
    }

    private @Nullable Long revision(String name) {
        boolean isOurs =
                name.length() == prefix.length() + DIGITS + suffix.length()
                        && name.startsWith(prefix)
                        && name.endsWith(suffix);
        try {
            return isOurs
                    ? Long.parseLong(name, prefix.length(), prefix.length() + DIGITS, DIGITS)
                    : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    static boolean isOurs(String name) {
        return LOG.revision(name) != null
                || SNAPSHOT.revision(name) != null
                || name.equals(RESTORING)
                || LOG.isUnfinished(name)
                || SNAPSHOT.isUnfinished(name);
    }

    boolean isUnfinished(String name) {
        return name.startsWith(prefix) && name.endsWith(UNFINISHED);
    }
}
