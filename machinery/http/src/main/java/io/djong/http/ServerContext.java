package io.djong.http;

import io.djong.meta.Log;
import io.djong.meta.Threads;
import java.io.IOException;

/// What all connections of one server share, and how a handler is run.
record ServerContext(
        HttpHandler handler,
        Threads threads,
        ServerConfig.Limits limits,
        DateHeader date,
        OpenConnections connections) {

    private static final Log LOG = Log.of(ServerContext.class);

    ServerContext(
            HttpHandler handler, Threads threads, ServerConfig.Limits limits, DateHeader date) {
        this(handler, threads, limits, date, new OpenConnections());
    }

    /// Runs the handler on a thread of its own; `after` follows in any case.
    void serve(ServerExchange exchange, Runnable after) {
        threads.start(
                "http-request",
                () -> {
                    try {
                        handle(exchange);
                    } finally {
                        after.run();
                    }
                });
    }

    /// Nothing may escape from here: a client that waits deserves an answer whatever broke.
    private void handle(ServerExchange exchange) {
        try {
            handler.handle(exchange);
            exchange.finish();
        } catch (ClosedException _) {
            exchange.cut();
        } catch (HttpException e) {
            exchange.fail(e.status(), e.text());
        } catch (BodyTooLargeException _) {
            exchange.fail(413, "413 Request Entity Too Large");
        } catch (InterruptedException _) {
            exchange.fail(503, "503 Service Unavailable: shutting down");
            Thread.currentThread().interrupt();
        } catch (Exception | Error e) {
            if (e instanceof IOException && exchange.isClosed()) {
                // The client left in the middle; so it may.
                return;
            }
            LOG.error("Handler failed", e, "method", exchange.method(), "path", exchange.rawPath());
            exchange.fail(500, "500 Internal Server Error");
        }
    }
}
