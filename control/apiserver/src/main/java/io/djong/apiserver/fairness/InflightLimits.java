package io.djong.apiserver.fairness;

import io.djong.apiserver.pipeline.Filter;
import io.djong.apiserver.pipeline.LongRunning;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.http.Headers;
import io.djong.meta.UserInfo;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Without priority and fairness: so many requests at once and no more, `system:masters` aside.
///
/// @spec https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ --max-requests-inflight
public final class InflightLimits implements Filter {

    private static final Set<String> READING = Set.of("get", "list", "watch");

    private static final byte[] TOO_MANY =
            "Too many requests, please try again later.\n".getBytes(StandardCharsets.UTF_8);

    private static final Headers LATER =
            Headers.of("Retry-After", "1", "X-Content-Type-Options", "nosniff");

    private final @Nullable Semaphore reading;
    private final @Nullable Semaphore writing;

    /// @param reads at once, 0 for any number
    /// @param writes at once, 0 for any number
    public InflightLimits(int reads, int writes) {
        this.reading = reads == 0 ? null : new Semaphore(reads);
        this.writing = writes == 0 ? null : new Semaphore(writes);
    }

    static Reply tooMany() {
        return new Reply.Raw(429, "text/plain; charset=utf-8", TOO_MANY, LATER);
    }

    @Override
    public Reply filter(Call call, Handler next) {
        Semaphore places = READING.contains(call.info().verb()) ? reading : writing;
        if (places == null || LongRunning.is(call.info())) {
            return next.serve(call);
        }
        if (!places.tryAcquire()) {
            return call.user().isIn(UserInfo.MASTERS) ? next.serve(call) : tooMany();
        }
        try {
            return next.serve(call);
        } finally {
            places.release();
        }
    }
}
