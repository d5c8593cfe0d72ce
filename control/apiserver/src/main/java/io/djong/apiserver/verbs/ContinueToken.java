package io.djong.apiserver.verbs;

import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.util.Base64;

/// Where the next page of a list begins, in upstream's form.
///
/// @param revision all pages are of this one; -1 when the rest is read as it is now
/// @param start the last key of the page before, below the list's own prefix
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks Chunks
record ContinueToken(long revision, String start) {

    private static final String VERSION = "meta.k8s.io/v1";

    /// Upstream marks "behind this key" by the smallest key that follows.
    private static final String BEHIND = "\u0000";

    String encode() {
        Fields token = Fields.of("v", VERSION, "rv", revision, "start", start + BEHIND);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.write(token));
    }

    /// @throws ApiException 400 when it is none
    static ContinueToken decode(String text) {
        Fields token;
        try {
            token = Json.parseObject(Base64.getUrlDecoder().decode(text));
        } catch (IllegalArgumentException | DecodeException malformed) {
            throw invalid(malformed.getMessage());
        }
        if (!token.string("v").equals(VERSION)) {
            throw invalid(
                    "server does not recognize this encoded version \"" + token.string("v") + "\"");
        }
        String start = token.string("start");
        if (start.isEmpty()) {
            throw invalid("encoded start key empty (encoded version meta.k8s.io/v1)");
        }
        if (start.startsWith("/") || start.contains("../")) {
            throw invalid(start);
        }
        return new ContinueToken(
                token.integer("rv"),
                start.endsWith(BEHIND) ? start.substring(0, start.length() - 1) : start);
    }

    private static ApiException invalid(@org.jspecify.annotations.Nullable String why) {
        return new ApiException(Failure.badRequest("continue key is not valid: " + why));
    }
}
