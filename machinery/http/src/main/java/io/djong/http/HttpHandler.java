package io.djong.http;

/// Answers requests. Called on a virtual thread of the request's own, which may block as long as it likes.
@FunctionalInterface
public interface HttpHandler {

    /// Answers one request. A handler that returns without an answer has answered 500; so has one that throws anything
    /// but [HttpException], which names its status, before the answer began. Later the stream is cut off.
    void handle(Exchange exchange) throws Exception;
}
