package io.djong.apiserver.paths;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.auth.token.OpenIdDocuments;
import io.djong.http.Headers;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.wire.Json;
import java.security.PublicKey;
import java.util.List;

/// By which others verify service account tokens: the issuer's configuration and keys.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#service-account-issuer-discovery Service account issuer discovery
public final class IssuerPaths {

    private static final String KEYS_PATH = "/openid/v1/jwks";

    private final byte[] configuration;
    private final byte[] keys;

    /// @param server where this server is reached: `https://10.0.0.1:6443`
    public IssuerPaths(String issuer, String server, List<PublicKey> tokenKeys) {
        configuration =
                Json.write(OpenIdDocuments.configuration(issuer, server + KEYS_PATH, tokenKeys));
        keys = Json.write(OpenIdDocuments.keys(tokenKeys));
    }

    public void addTo(PathHandlers paths) {
        Headers cached = Headers.of("Cache-Control", "public, max-age=3600");
        paths.exact(
                "/.well-known/openid-configuration",
                call -> answer(call, "application/json", configuration, cached));
        paths.exact(KEYS_PATH, call -> answer(call, "application/jwk-set+json", keys, cached));
    }

    private static Reply answer(Call call, String mediaType, byte[] body, Headers cached) {
        String accept = call.headers().firstOr("Accept", "");
        boolean isWelcome = accept.isEmpty();
        for (String one : accept.split(",", -1)) {
            String wanted = one.split(";", -1)[0].strip();
            isWelcome |= wanted.equals("*/*") || wanted.equals(mediaType);
        }
        if (!isWelcome) {
            throw new ApiException(
                    Failure.about(
                            Reason.NOT_ACCEPTABLE,
                            "",
                            "",
                            "",
                            "406: Not Acceptable\n\nAvailable representations: " + mediaType));
        }
        return new Reply.Raw(200, mediaType, body, cached);
    }
}
