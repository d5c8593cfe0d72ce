package io.djong.apiserver.pipeline;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.http.HttpException;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Log;
import io.djong.meta.Reason;

/// Turns what stages throw into answers: the only place that catches [ApiException] for a client.
public final class PanicGuard implements Filter {

    private static final Log LOG = Log.of(PanicGuard.class);

    @Override
    public Reply filter(Call call, Handler next) {
        try {
            return next.serve(call);
        } catch (ApiException refused) {
            return Reply.failure(refused.failure());
        } catch (HttpException refused) {
            return Reply.text(refused.status(), refused.text() + "\n");
        } catch (io.djong.http.ClosedException gone) {
            return new Reply.Taken();
        } catch (RuntimeException | StackOverflowError broken) {
            LOG.error("Request failed", broken, "method", call.method(), "path", call.path());
            return Reply.failure(
                    new Failure(
                            Reason.INTERNAL_ERROR,
                            500,
                            "Internal error occurred: this request caused apiserver to fail, look in the log for details",
                            null));
        }
    }
}
