package io.djong.http;

import io.djong.http.tls.ServerEngines;
import io.djong.meta.Log;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/// Puts the handlers of a new connection together: TLS first if wanted, then the protocol that ALPN agreed on.
///
/// What Netty's futures would tell shows as the end of the channel.
@SuppressWarnings("FutureReturnValueIgnored")
final class ServerPipeline {

    private static final Log LOG = Log.of(ServerPipeline.class);

    static final String HTTP_2 = "h2";
    static final String HTTP_1 = "http/1.1";

    private static final int CHUNK_BYTES = 64 * 1024;

    private ServerPipeline() {}

    static void init(SocketChannel channel, ServerContext server, @Nullable ServerEngines engines) {
        if (engines == null) {
            addHttp1(
                    channel,
                    server,
                    ConnectionFacts.plain(channel.remoteAddress(), channel.localAddress()));
            return;
        }
        SSLEngine engine = engines.engine(HTTP_2, HTTP_1);
        SslHandler tls = new SslHandler(engine, task -> server.threads().start("http-tls", task));
        tls.setHandshakeTimeout(
                server.limits().handshakeTimeout().toMillis(), TimeUnit.MILLISECONDS);
        channel.pipeline().addLast(tls);
        channel.pipeline().addLast(new Agreement(channel, server, engine));
    }

    private static void addHttp1(
            SocketChannel channel, ServerContext server, ConnectionFacts facts) {
        int bytes = server.limits().headerBytes();
        HttpDecoderConfig config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(bytes)
                        .setMaxHeaderSize(bytes)
                        .setMaxChunkSize(CHUNK_BYTES);
        channel.pipeline().addLast(new HttpServerCodec(config));
        channel.pipeline().addLast(new H1ServerConnection(server, facts));
    }

    /// Waits for the end of the handshake.
    private static final class Agreement extends ChannelInboundHandlerAdapter {

        private final SocketChannel channel;
        private final ServerContext server;
        private final SSLEngine engine;

        Agreement(SocketChannel channel, ServerContext server, SSLEngine engine) {
            this.channel = channel;
            this.server = server;
            this.engine = engine;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (!(event instanceof SslHandshakeCompletionEvent handshake)) {
                ctx.fireUserEventTriggered(event);
                return;
            }
            if (!handshake.isSuccess()) {
                LOG.debug(
                        "TLS handshake failed",
                        "remote",
                        channel.remoteAddress(),
                        "why",
                        handshake.cause().getMessage());
                ctx.close();
                return;
            }
            ConnectionFacts facts =
                    ConnectionFacts.tls(channel.remoteAddress(), channel.localAddress(), engine);
            if (HTTP_2.equals(engine.getApplicationProtocol())) {
                channel.pipeline().addLast(H2Settings.server(server, facts));
            } else {
                addHttp1(channel, server, facts);
            }
            channel.pipeline().remove(this);
        }

        /// Failed handshakes, port scanners, and the like: nobody to answer, nothing to learn.
        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
