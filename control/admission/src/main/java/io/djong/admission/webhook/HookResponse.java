package io.djong.admission.webhook;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;

/// What came back over HTTP, as a document; what else it may be is refused in the words of Go's client.
final class HookResponse {

    /// How much of a text that is no document an error repeats; upstream: 2048.
    private static final int TEXT_MAX = 2048;

    private HookResponse() {}

    /// @throws DecodeException when it is no JSON object
    /// @throws HookException when it is an error, or nothing
    static Fields document(int status, String type, byte[] body) {
        if (status < 200 || status > 206) {
            throw refused(status, type, body);
        }
        if (body.length == 0) {
            throw new HookException(
                    "0-length response with status code: %d and content type: %s"
                            .formatted(status, type),
                    503);
        }
        return Json.parseObject(body);
    }

    private static HookException refused(int status, String type, byte[] body) {
        try {
            Fields document = Json.parseObject(body);
            if (document.string("kind").equals("Status")
                    && document.string("apiVersion").equals("v1")
                    && document.string("status").equals("Failure")) {
                return new HookException(document.string("message"), status);
            }
        } catch (DecodeException noDocument) {
            return new HookException(text(status, words(type, body)), status);
        }
        return new HookException(text(status, "unknown"), status);
    }

    private static String words(String type, byte[] body) {
        if (!type.startsWith("text/")) {
            return "unknown";
        }
        String text = new String(body, StandardCharsets.UTF_8).strip();
        return text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
    }

    private static String text(int status, String words) {
        return switch (status) {
            case 400 -> "the server rejected our request for an unknown reason";
            case 401 -> "the server has asked for the client to provide credentials";
            case 403, 406, 415 -> words;
            case 404 -> "the server could not find the requested resource";
            case 405 -> "the server does not allow this method on the requested resource";
            case 409 -> "the server reported a conflict";
            case 422 -> "the server rejected our request due to an error in our request";
            case 429 ->
                    "the server has received too many requests and has asked us to try again later";
            case 503 -> "the server is currently unable to handle the request";
            case 504 ->
                    "the server was unable to return a response in the time allotted, but may still be processing the request";
            default ->
                    status >= 500
                            ? "an error on the server (%s) has prevented the request from succeeding"
                                    .formatted(Json.text(words))
                            : "the server responded with the status code %d but did not return more information"
                                    .formatted(status);
        };
    }
}
