package io.djong.apiserver.requests;

import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import java.util.List;
import java.util.Locale;

/// The media types of documents and patches.
public final class MediaTypes {

    public static final String JSON = "application/json";
    public static final String YAML = "application/yaml";
    public static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    /// In the order in which upstream lists them.
    public static final List<String> DOCUMENTS = List.of(JSON, YAML, PROTOBUF);

    /// Those of objects that only their schema knows.
    public static final List<String> CUSTOM_DOCUMENTS = List.of(JSON, YAML);

    public static final String JSON_PATCH = "application/json-patch+json";
    public static final String MERGE_PATCH = "application/merge-patch+json";
    public static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
    public static final String APPLY_PATCH = "application/apply-patch+yaml";
    public static final String APPLY_PATCH_CBOR = "application/apply-patch+cbor";

    private MediaTypes() {}

    /// Without parameters, in lower case.
    public static String bare(String contentType) {
        int semicolon = contentType.indexOf(';');
        return (semicolon < 0 ? contentType : contentType.substring(0, semicolon))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /// 415 with what would have been understood.
    public static ApiException unsupported(List<String> accepted) {
        return new ApiException(
                Failure.of(
                        Reason.UNSUPPORTED_MEDIA_TYPE,
                        "the body of the request was in an unknown format - accepted media types include: "
                                + String.join(", ", accepted)));
    }
}
