package io.djong.apiserver.subresources;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;

/// The documents that subresources take and give.
final class Documents {

    private Documents() {}

    static BodyDecoder.Expected expected(String group, String version, String kind, String type) {
        return new BodyDecoder.Expected(
                new GroupVersion(group, version), kind, Schema.kubernetes().type(type));
    }

    static Fields decode(Call call, BodyDecoder.Expected expected, WriteOptions options) {
        return BodyDecoder.decode(call, expected, options.fieldValidation());
    }

    static void require(Call call, String method) {
        if (!call.method().equals(method)) {
            throw methodNotAllowed();
        }
    }

    static ApiException methodNotAllowed() {
        return new ApiException(
                Failure.about(
                        Reason.METHOD_NOT_ALLOWED,
                        "",
                        "",
                        "",
                        "the server does not allow this method on the requested resource"));
    }

    /// 201 with a `Status` of success.
    static Reply created() {
        Fields status =
                Fields.builder()
                        .add("kind", "Status")
                        .add("apiVersion", "v1")
                        .add("metadata", Fields.EMPTY)
                        .add("status", "Success")
                        .add("code", 201L)
                        .build();
        return Reply.document(201, status, null);
    }
}
