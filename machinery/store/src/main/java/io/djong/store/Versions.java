package io.djong.store;

import org.jspecify.annotations.Nullable;

/// All kept versions of one key, newest first.
final class Versions {

    /// The newest one applied. Readers skip it while its revision is not published.
    private volatile @Nullable Version newest;

    /// The newest one staged by the writer, who alone looks here; null if it is the newest applied.
    private @Nullable Version staged;

    @Nullable Entry at(long revision) {
        Version version = newest;
        while (version != null && version.revision > revision) {
            version = version.older;
        }
        return version == null ? null : version.entry;
    }

    @Nullable Entry stagedEntry() {
        Version version = staged == null ? newest : staged;
        return version == null ? null : version.entry;
    }

    Version stage(long revision, @Nullable Entry entry) {
        staged = new Version(revision, entry, staged == null ? newest : staged);
        return staged;
    }

    void apply(Version version) {
        newest = version;
        staged = null;
    }

    void discard() {
        staged = null;
    }

    /// The key was deleted, and nobody can read the time before.
    boolean isGone(long floor) {
        Version version = newest;
        return version != null && version.entry == null && version.revision <= floor;
    }
}
