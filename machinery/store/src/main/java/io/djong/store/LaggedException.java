package io.djong.store;

/// A watch was read so slowly that history it had not seen was dropped: its reader must list again.
public final class LaggedException extends StoreException {

    public LaggedException(long seen, long compacted) {
        super(
                "watch fell behind: it has seen revision "
                        + seen
                        + ", the oldest kept is "
                        + compacted);
    }
}
