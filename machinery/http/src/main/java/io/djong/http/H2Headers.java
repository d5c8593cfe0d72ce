package io.djong.http;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns [Headers] into HTTP/2's and back.
final class H2Headers {

    private H2Headers() {}

    static Http2Headers response(int status, Headers headers) {
        Http2Headers target = new DefaultHttp2Headers(false, headers.size() + 2);
        target.status(Integer.toString(status));
        addAll(headers, target);
        return target;
    }

    static Http2Headers request(String method, boolean isTls, String authority, String target) {
        return new DefaultHttp2Headers(false, 16)
                .method(method)
                .scheme(isTls ? "https" : "http")
                .authority(authority)
                .path(target);
    }

    /// Without those that HTTP/2 forbids.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc9113#section-8.2.2 Connection-Specific Header Fields
    static void addAll(Headers headers, Http2Headers target) {
        for (int i = 0; i < headers.size(); i++) {
            String name = lowerCase(headers.name(i));
            switch (name) {
                case "connection",
                        "keep-alive",
                        "proxy-connection",
                        "transfer-encoding",
                        "upgrade" -> {}
                default -> target.add(name, headers.value(i));
            }
        }
    }

    /// Without pseudo-headers.
    static Headers of(Http2Headers source) {
        String[] pairs = new String[2 * source.size()];
        int at = 0;
        for (Map.Entry<CharSequence, CharSequence> line : source) {
            CharSequence name = line.getKey();
            if (name.length() > 0 && name.charAt(0) != ':') {
                pairs[at++] = name.toString();
                pairs[at++] = line.getValue().toString();
            }
        }
        return Headers.owning(at == pairs.length ? pairs : java.util.Arrays.copyOf(pairs, at));
    }

    /// Of a response; Netty has seen to it that there is one.
    static int status(Http2Headers source) {
        return Integer.parseInt(text(source.status()));
    }

    static String text(@Nullable CharSequence value) {
        return value == null ? "" : value.toString();
    }

    private static String lowerCase(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 'A' && name.charAt(i) <= 'Z') {
                return name.toLowerCase(Locale.ROOT);
            }
        }
        return name;
    }
}
