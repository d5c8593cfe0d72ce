package io.djong.apiserver.openapi;

import org.jspecify.annotations.Nullable;

/// The forms of a document.
///
/// Clients write protobuf's media type with an `@`, which the standard forbids; answers have a dot there.
enum Encoding {
    JSON,
    PROTOBUF;

    private static final String PROTOBUF_PREFIX = "application/com.github.proto-openapi.spec.";

    /// The first form that the client names and this server has; null when there is none.
    static @Nullable Encoding agree(String accept, Edition edition) {
        if (accept.isBlank()) {
            return JSON;
        }
        for (String clause : accept.split(",")) {
            String type = clause.split(";")[0].strip();
            if (type.equals("application/json")
                    || type.equals("*/*")
                    || type.equals("application/*")) {
                return JSON;
            }
            String version = PROTOBUF_PREFIX + version(edition);
            if (type.equals(version + ".v1.0+protobuf")
                    || type.equals(version + "@v1.0+protobuf")) {
                return PROTOBUF;
            }
        }
        return null;
    }

    String contentType(Edition edition) {
        return switch (this) {
            case JSON -> "application/json";
            case PROTOBUF -> PROTOBUF_PREFIX + version(edition) + ".v1.0+protobuf";
        };
    }

    private static String version(Edition edition) {
        return switch (edition) {
            case V2 -> "v2";
            case V3 -> "v3";
        };
    }
}
