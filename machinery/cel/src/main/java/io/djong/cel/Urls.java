package io.djong.cel;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `url('https://a/b?c=d')`: absolute ones, or absolute paths.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-url-library URLs
final class Urls {

    record Url(URI uri) {
        @Override
        public String toString() {
            return uri.toString();
        }
    }

    private Urls() {}

    static void addTo(Map<String, Library.Function> all) {
        all.put("url", args -> parse(Strings.text(args[0])));
        all.put("isURL", args -> isUrl(Strings.text(args[0])));
        all.put("getScheme", args -> orEmpty(uri(args[0]).getScheme()));
        all.put("getHost", args -> host(uri(args[0])));
        all.put("getHostname", args -> hostname(uri(args[0])));
        all.put("getPort", args -> port(uri(args[0])));
        all.put("getEscapedPath", args -> orEmpty(uri(args[0]).getRawPath()));
        all.put("getQuery", args -> query(orEmpty(uri(args[0]).getRawQuery())));
    }

    private static URI uri(Object value) {
        if (value instanceof Url(URI uri)) {
            return uri;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static Url parse(String text) {
        try {
            URI uri = new URI(text);
            if (uri.getScheme() == null && !text.startsWith("/")) {
                throw malformed(text);
            }
            return new Url(uri);
        } catch (URISyntaxException wrong) {
            throw malformed(text);
        }
    }

    private static EvaluationException malformed(String text) {
        return new EvaluationException(
                "URL parse error during conversion from string: parse "
                        + Strings.quoted(text)
                        + ": invalid URI for request");
    }

    private static boolean isUrl(String text) {
        try {
            parse(text);
            return true;
        } catch (EvaluationException malformed) {
            return false;
        }
    }

    private static String host(URI uri) {
        String authority = orEmpty(uri.getRawAuthority());
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static String hostname(URI uri) {
        String host = host(uri);
        if (host.startsWith("[")) {
            return host.substring(1, Math.max(host.indexOf(']'), 1));
        }
        int colon = host.lastIndexOf(':');
        return colon < 0 ? host : host.substring(0, colon);
    }

    private static String port(URI uri) {
        String host = host(uri);
        int colon = host.lastIndexOf(':');
        return colon < 0 || colon < host.indexOf(']') ? "" : host.substring(colon + 1);
    }

    private static Object query(String query) {
        Map<Object, Object> all = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            Object known = all.computeIfAbsent(name, _ -> new Values.MadeList(new ArrayList<>()));
            if (known instanceof Values.MadeList(List<Object> values)) {
                values.add(decoded(equals < 0 ? "" : pair.substring(equals + 1)));
            }
        }
        return new Values.MadeMap(all);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
