package io.djong.auth;

import io.djong.http.Headers;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.UserInfo;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads the `Impersonate-` headers.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation User impersonation
final class ImpersonationHeaders {

    private static final String USER_HEADER = "Impersonate-User";
    private static final String GROUP_HEADER = "Impersonate-Group";
    private static final String UID_HEADER = "Impersonate-Uid";
    private static final String EXTRA_PREFIX = "impersonate-extra-";

    private ImpersonationHeaders() {}

    /// The user that is asked for, as it is written; empty when none is.
    ///
    /// @throws ApiException if groups or other facts are asked for without a user
    static Optional<UserInfo> wanted(Headers headers) {
        String name = headers.firstOr(USER_HEADER, "");
        String uid = headers.firstOr(UID_HEADER, "");
        List<String> groups = headers.all(GROUP_HEADER);
        Map<String, List<String>> extra = extra(headers);
        if (!name.isEmpty()) {
            return Optional.of(new UserInfo(name, uid, groups, extra));
        }
        if (uid.isEmpty() && groups.isEmpty() && extra.isEmpty()) {
            return Optional.empty();
        }
        throw new ApiException(
                Failure.badRequest(
                        "requested %s without impersonating a user name"
                                .formatted(new UserInfo(name, uid, groups, extra))));
    }

    private static Map<String, List<String>> extra(Headers headers) {
        Map<String, List<String>> extra = new TreeMap<>();
        for (String header : headers.names()) {
            String lower = header.toLowerCase(Locale.ROOT);
            if (lower.startsWith(EXTRA_PREFIX)) {
                extra.computeIfAbsent(
                                unescape(lower.substring(EXTRA_PREFIX.length())),
                                _ -> new ArrayList<>())
                        .addAll(headers.all(header));
            }
        }
        return extra;
    }

    /// Header names cannot hold every key; what is not percent-encoded properly is taken as it is.
    private static String unescape(String key) {
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return key;
        }
    }
}
