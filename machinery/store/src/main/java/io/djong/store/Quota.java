package io.djong.store;

import io.djong.meta.Log;

/// How much may be held. Once it is reached the alarm is raised: nothing may be put until deletes and compaction made room.
///
/// For the writer's thread, but for [#isReached].
///
/// @spec https://etcd.io/docs/v3.6/op-guide/maintenance/ Space quota
final class Quota {

    private static final Log LOG = Log.of(Quota.class);

    /// The alarm ends when this part of the quota became free, so that it does not come and go with each write.
    private static final long FREE_PART = 20;

    private final long bytesMax;
    private volatile boolean isReached;

    /// What may be held at most for the alarm to end.
    private long roomBelow;

    Quota(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /// @param held what keys, values and history need now
    /// @throws QuotaExceededException if `transaction` would need space that is not there
    void check(Store.Transaction transaction, long transactionBytes, long held) {
        if (isReached) {
            lookAgain(held);
        }
        if (!puts(transaction)) {
            return;
        }
        if (!isReached && held + transactionBytes > bytesMax) {
            isReached = true;
            roomBelow = Math.min(held, bytesMax) - bytesMax / FREE_PART;
            LOG.error(
                    "Store is full, only deletes and compaction are possible",
                    "quotaBytes",
                    bytesMax,
                    "heldBytes",
                    held);
        }
        if (isReached) {
            throw new QuotaExceededException(bytesMax);
        }
    }

    /// Ends the alarm if there is room again.
    void lookAgain(long held) {
        if (isReached && held <= roomBelow) {
            isReached = false;
            LOG.info("Store has room again", "quotaBytes", bytesMax, "heldBytes", held);
        }
    }

    private static boolean puts(Store.Transaction transaction) {
        return transaction.writes().stream().anyMatch(write -> write instanceof Store.Write.Put);
    }

    boolean isReached() {
        return isReached;
    }
}
