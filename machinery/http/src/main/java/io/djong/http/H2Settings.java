package io.djong.http;

import io.netty.handler.codec.http2.AbstractHttp2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.DefaultHttp2RemoteFlowController;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionDecoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.UniformStreamByteDistributor;

/// How connections of HTTP/2 are set up: windows, limits, and the order in which streams share the wire.
///
/// @spec https://github.com/kubernetes/kubernetes/blob/v1.36.0/staging/src/k8s.io/apiserver/pkg/server/secure_serving.go kube-apiserver's HTTP/2 settings
final class H2Settings {

    /// 99 of 100 request bodies are smaller, says kube-apiserver, which takes it for frames and stream windows.
    private static final int SERVER_STREAM_WINDOW = 256 * 1024;

    private static final int FRAME_BYTES = 256 * 1024;

    /// Enough for every stream of a connection to use its window.
    static final int SERVER_CONNECTION_WINDOW = 250 * SERVER_STREAM_WINDOW;

    /// As Go's client; a watch that nobody reads must not hold up the other streams.
    static final int CLIENT_CONNECTION_WINDOW = 1 << 30;

    private static final int CLIENT_STREAM_WINDOW = 4 << 20;

    /// A client may end a thousand watches at once; what rapid resets could start is bounded by the handlers at work.
    private static final int RESETS_PER_WINDOW = 20_000;

    private static final int RESET_WINDOW_SECONDS = 30;

    private H2Settings() {}

    interface HandlerMaker<T extends Http2ConnectionHandler> {
        T make(
                Http2ConnectionDecoder decoder,
                Http2ConnectionEncoder encoder,
                Http2Settings settings);
    }

    static H2ServerConnection server(ServerContext context, ConnectionFacts facts) {
        Http2Settings settings =
                new Http2Settings()
                        .maxConcurrentStreams(context.limits().concurrentStreams())
                        .maxHeaderListSize(context.limits().headerBytes())
                        .initialWindowSize(SERVER_STREAM_WINDOW)
                        .maxFrameSize(FRAME_BYTES);
        return new Builder<H2ServerConnection>(
                        true,
                        settings,
                        (decoder, encoder, initial) ->
                                new H2ServerConnection(context, facts, decoder, encoder, initial))
                .build();
    }

    static <T extends Http2ConnectionHandler> T client(HandlerMaker<T> maker) {
        Http2Settings settings =
                new Http2Settings()
                        .pushEnabled(false)
                        .initialWindowSize(CLIENT_STREAM_WINDOW)
                        .maxFrameSize(FRAME_BYTES)
                        .maxHeaderListSize(1 << 20);
        return new Builder<T>(false, settings, maker).build();
    }

    /// Lets the other side send up to `window` bytes ahead on all streams together.
    static void widenConnection(Http2Connection connection, int window) throws Http2Exception {
        connection
                .local()
                .flowController()
                .incrementWindowSize(
                        connection.connectionStream(),
                        window
                                - connection
                                        .local()
                                        .flowController()
                                        .windowSize(connection.connectionStream()));
    }

    private static final class Builder<T extends Http2ConnectionHandler>
            extends AbstractHttp2ConnectionHandlerBuilder<T, Builder<T>> {

        private final HandlerMaker<T> maker;

        Builder(boolean isServer, Http2Settings settings, HandlerMaker<T> maker) {
            this.maker = maker;
            Http2Connection connection = new DefaultHttp2Connection(isServer);
            // Streams share the wire evenly; nobody sends priorities any more, and keeping them in
            // a tree costs time.
            connection
                    .remote()
                    .flowController(
                            new DefaultHttp2RemoteFlowController(
                                    connection, new UniformStreamByteDistributor(connection)));
            connection(connection);
            initialSettings(settings);
            validateRequiredPseudoHeaders(true);
            // Ends are waited for, by drain and by whoever gave it a deadline.
            gracefulShutdownTimeoutMillis(-1);
            if (isServer) {
                decoderEnforceMaxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_SECONDS);
                encoderEnforceMaxRstFramesPerWindow(RESETS_PER_WINDOW, RESET_WINDOW_SECONDS);
            }
        }

        @Override
        protected T build() {
            return super.build();
        }

        @Override
        protected T build(
                Http2ConnectionDecoder decoder,
                Http2ConnectionEncoder encoder,
                Http2Settings initial) {
            return maker.make(decoder, encoder, initial);
        }
    }
}
