package io.djong.apiserver.verbs;

import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.store.CompactedException;
import io.djong.store.FutureRevisionException;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import java.util.List;

/// Resource versions are revisions of the store; this is what clients hear of wrong ones.
final class Revisions {

    private Revisions() {}

    /// @throws ApiException 500 without a reason, as upstream answers a get and a watch
    static long parse(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException noNumber) {
            throw new ApiException(new Failure(Reason.UNKNOWN, 500, invalid(text), null));
        }
    }

    /// @throws ApiException 400, as upstream answers a list
    static long parseForList(String text) {
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException noNumber) {
            throw new ApiException(
                    Failure.badRequest("invalid resource version: " + invalid(text)));
        }
    }

    private static String invalid(String text) {
        return "resourceVersion: Invalid value: \"%s\": strconv.ParseUint: parsing \"%s\": invalid syntax"
                .formatted(text, text);
    }

    /// @throws ApiException 504 when that revision was not committed yet
    static void awaitAtLeast(Store store, long revision) {
        long newest = store.revision();
        if (Long.compareUnsigned(revision, newest) > 0) {
            throw tooLarge(revision, newest);
        }
    }

    static ApiException tooLarge(long revision, long newest) {
        return new ApiException(
                new Failure(
                        Reason.TIMEOUT,
                        504,
                        "Timeout: Too large resource version: "
                                + Long.toUnsignedString(revision)
                                + ", current: "
                                + newest,
                        new Failure.Details(
                                "",
                                "",
                                "",
                                "",
                                List.of(
                                        new Failure.Cause(
                                                "ResourceVersionTooLarge",
                                                "Too large resource version",
                                                "")),
                                1)));
    }

    /// The state at exactly that revision.
    static Snapshot exactly(Store store, long revision) {
        try {
            return store.read(revision);
        } catch (CompactedException tooOld) {
            throw new ApiException(
                    Failure.of(
                            Reason.EXPIRED,
                            "The resourceVersion for the provided list is too old."),
                    tooOld);
        } catch (FutureRevisionException future) {
            throw tooLarge(revision, future.newest());
        }
    }
}
