package io.djong.apiserver.fairness;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Parameters;
import io.djong.apiserver.requests.RequestInfo;
import java.util.function.Function;

/// How many seats a request takes: lists as many as the memory they may need.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#seats-occupied-by-a-request Seats occupied by a request
final class Seats {

    private static final int SEATS_MAX = 10;
    private static final long BYTES_PER_SEAT = 100_000;
    private static final long STREAMED_BYTES_MAX = 1_000_000;

    /// The part of a level that one list may take.
    private static final double LEVEL_SHARE_MAX = 0.15;

    private final Function<RequestInfo, Stored> stored;

    /// What is stored of a resource.
    record Stored(long count, long averageBytes) {}

    Seats(Function<RequestInfo, Stored> stored) {
        this.stored = stored;
    }

    int of(Call call, int nominal) {
        RequestInfo info = call.info();
        boolean isList = info.isResource() && info.verb().equals("list");
        boolean isListingWatch =
                info.isResource()
                        && info.verb().equals("watch")
                        && call.query().flag("sendInitialEvents");
        return isList || isListingWatch ? ofList(call, nominal) : 1;
    }

    private int ofList(Call call, int nominal) {
        int most = Math.clamp((int) Math.ceil(nominal * LEVEL_SHARE_MAX), 1, SEATS_MAX);
        Parameters query = call.query();
        Stored sizes = stored.apply(call.info());
        long limited = sizes.count;
        long limit = limit(query.text("limit"));
        if (limit > 0 && limit < limited) {
            limited = limit;
        }
        boolean fromCache =
                call.info().verb().equals("watch")
                        || (query.text("continue").isEmpty()
                                && !query.text("resourceVersionMatch").equals("Exact"));
        long objects = limited;
        if (!call.info().name().isEmpty()
                || query.text("fieldSelector").startsWith("metadata.name=")) {
            objects = 1;
        } else if (!fromCache
                && !(query.text("fieldSelector") + query.text("labelSelector")).isEmpty()) {
            objects = Math.max(limited, sizes.count / 2);
        }
        long bytes = objects * sizes.averageBytes;
        if (fromCache) {
            bytes = Math.min(bytes, STREAMED_BYTES_MAX);
        }
        return (int) Math.clamp(Math.ceilDiv(bytes, BYTES_PER_SEAT), 1L, (long) most);
    }

    /// What is no number is refused by the verb.
    private static long limit(String text) {
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text);
        } catch (NumberFormatException malformed) {
            return 0;
        }
    }
}
