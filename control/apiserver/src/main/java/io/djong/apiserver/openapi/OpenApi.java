package io.djong.apiserver.openapi;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.paths.PathHandlers;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.http.Headers;
import io.djong.meta.Clock;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Serves `/openapi/v2`, and `/openapi/v3` with a document for each group-version.
///
/// @spec https://kubernetes.io/docs/concepts/overview/kubernetes-api/#openapi-interface-definition OpenAPI interface definition
public final class OpenApi {

    private static final String V3 = "/openapi/v3";
    private static final Duration IMMUTABLE_FOR = Duration.ofDays(365);

    private final DocumentStore documents;
    private final Clock clock;

    /// @param gitVersion as in `v1.36.0`
    public OpenApi(
            Supplier<Resources> resources, String gitVersion, MoreDefinitions more, Clock clock) {
        this.documents = new DocumentStore(resources, gitVersion, more);
        this.clock = clock;
    }

    public void addTo(PathHandlers paths) {
        paths.exact("/openapi/v2", this::v2);
        paths.exact(V3, _ -> index());
        paths.below(V3 + "/", this::v3);
    }

    /// Tells where each document is; the hash lets clients keep it until it changes.
    private Reply index() {
        Fields.Builder paths = new Fields.Builder(64);
        for (String name : documents.names()) {
            paths.add(name, Fields.of("serverRelativeURL", address(name, documents.hash(name))));
        }
        return new Reply.Raw(
                200,
                "application/json",
                Json.write(Fields.of("paths", paths.build())),
                Headers.of());
    }

    private static String address(String name, String hash) {
        return V3 + "/" + name + "?hash=" + hash;
    }

    private Reply v2(Call call) {
        Encoding encoding = Encoding.agree(call.headers().firstOr("accept", ""), Edition.V2);
        return encoding == null
                ? notAcceptable()
                : answer(
                        call,
                        documents.v2(encoding),
                        encoding.contentType(Edition.V2),
                        tagged(documents.v2Hash()));
    }

    private Reply v3(Call call) {
        String path = call.path().substring(V3.length() + 1);
        String name = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        Encoding encoding = Encoding.agree(call.headers().firstOr("accept", ""), Edition.V3);
        if (encoding == null) {
            return notAcceptable();
        }
        Packed document = documents.find(name, encoding);
        if (document == null) {
            return new Reply.Raw(404, "", new byte[0], Headers.of());
        }
        String hash = documents.hash(name);
        Headers headers = tagged(hash);
        String asked = call.query().first("hash");
        if (asked != null && !asked.isEmpty()) {
            if (!asked.equals(hash)) {
                return new Reply.Raw(
                        301, "", new byte[0], headers.plus("Location", address(name, hash)));
            }
            headers =
                    headers.plus("Cache-Control", "public, immutable")
                            .plus("Expires", httpDate(IMMUTABLE_FOR));
        }
        return answer(call, document, encoding.contentType(Edition.V3), headers);
    }

    private static Headers tagged(String hash) {
        return Headers.of("ETag", '"' + hash + '"', "Vary", "Accept");
    }

    private String httpDate(Duration later) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.format(
                clock.now().plus(later).atOffset(ZoneOffset.UTC));
    }

    private static Reply notAcceptable() {
        return new Reply.Raw(406, "", new byte[0], Headers.of("Vary", "Accept"));
    }

    private static Reply answer(Call call, Packed document, String contentType, Headers headers) {
        if (matches(call.headers().first("if-none-match"), headers)) {
            return new Reply.Raw(304, "", new byte[0], headers);
        }
        List<String> encodings = call.headers().tokens("accept-encoding");
        if (call.exchange() != null && encodings.stream().anyMatch(one -> one.startsWith("gzip"))) {
            Headers compressed =
                    headers.plus("Content-Encoding", "gzip").plus("Vary", "Accept-Encoding");
            return new Reply.Raw(200, contentType, document.gzip(), compressed);
        }
        return new Reply.Raw(200, contentType, document.unpacked(), headers);
    }

    private static boolean matches(@Nullable String known, Headers headers) {
        return known != null && known.contains(headers.firstOr("etag", ""));
    }
}
