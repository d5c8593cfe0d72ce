package io.djong.apiserver.proxy;

import io.djong.http.Response;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a backend answers that is no success, as this server's own failure: clients expect a `Status`, not a text.
final class Refusals {

    /// So much of the backend's text is passed on.
    private static final int TEXT_BYTES_MAX = 50_000;

    private Refusals() {}

    static ApiException of(Response response, String what, String name) {
        String text;
        try {
            text = new String(response.body().readNBytes(TEXT_BYTES_MAX), StandardCharsets.UTF_8);
        } catch (IOException cut) {
            return new ApiException(Failure.internal(String.valueOf(cut.getMessage())), cut);
        }
        return switch (response.status()) {
            case 500 -> new ApiException(Failure.internal(text));
            case 400 -> new ApiException(Failure.badRequest(text));
            default -> generic(response.status(), text, what, name);
        };
    }

    private static ApiException generic(int status, String text, String what, String name) {
        record Words(Reason reason, String message) {}
        Words words =
                switch (status) {
                    case 401 ->
                            new Words(
                                    Reason.UNAUTHORIZED,
                                    "the server has asked for the client to provide credentials");
                    case 403 -> new Words(Reason.FORBIDDEN, text);
                    case 404 ->
                            new Words(
                                    Reason.NOT_FOUND,
                                    "the server could not find the requested resource");
                    case 405 ->
                            new Words(
                                    Reason.METHOD_NOT_ALLOWED,
                                    "the server does not allow this method on the requested resource");
                    case 503 ->
                            new Words(
                                    Reason.SERVICE_UNAVAILABLE,
                                    "the server is currently unable to handle the request");
                    case 504 ->
                            new Words(
                                    Reason.TIMEOUT,
                                    "the server was unable to return a response in the time allotted, but may still be processing the request");
                    default ->
                            new Words(
                                    Reason.UNKNOWN,
                                    "the server responded with the status code "
                                            + status
                                            + " but did not return more information");
                };
        return new ApiException(
                new Failure(
                        words.reason,
                        status,
                        words.message + " ( " + what + " " + name + ")",
                        new Failure.Details(name, "", what, "", List.of(), 0)));
    }
}
