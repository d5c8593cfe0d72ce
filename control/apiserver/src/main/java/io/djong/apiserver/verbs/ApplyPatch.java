package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.MediaTypes;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.Failure;
import io.djong.meta.Reason;

/// Server-side apply.
///
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/ Server-Side Apply
record ApplyPatch(Backend backend) {

    Reply serve(Call call, Resource resource, WriteOptions options) {
        return Reply.failure(refusal());
    }

    private static Failure refusal() {
        return Failure.of(
                        Reason.UNSUPPORTED_MEDIA_TYPE,
                        "server-side apply ("
                                + MediaTypes.APPLY_PATCH
                                + ") is not served by this server; send one of "
                                + String.join(", ", PatchVerb.ACCEPTED.subList(0, 3)));
    }
}
