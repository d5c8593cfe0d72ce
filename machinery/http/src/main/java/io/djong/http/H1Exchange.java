package io.djong.http;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One request of an HTTP/1 connection.
final class H1Exchange extends ServerExchange implements BodyPipe.Credit {

    private final H1ServerConnection connection;
    private final BodyPipe body;
    private final boolean isOldProtocol;

    /// Whether the client may use the connection for further requests. Confined to the event loop.
    boolean keepAlive;

    /// Confined to the event loop, as the following two.
    boolean isStarted;

    boolean isRequestComplete;
    boolean isAnswerComplete;

    H1Exchange(
            H1ServerConnection connection,
            ConnectionFacts facts,
            RequestHead head,
            ServerContext server,
            boolean isOldProtocol,
            boolean keepAlive) {
        super(facts, head, new Ending(server.threads()));
        this.connection = connection;
        this.isOldProtocol = isOldProtocol;
        this.keepAlive = keepAlive;
        this.body = new BodyPipe(this, server.limits().bodyTimeout());
    }

    /// HTTP/1.0, which knows no chunks.
    boolean isOldProtocol() {
        return isOldProtocol;
    }

    @Override
    BodyPipe body() {
        return body;
    }

    @Override
    SendWindow window() {
        return connection.window();
    }

    @Override
    public void consumed(int bytes) {
        connection.bodyConsumed(this);
    }

    @Override
    void sendContinue() {
        connection.sendContinue();
    }

    @Override
    void sendHead(int status, Headers headers) {
        connection.sendHead(this, status, headers);
    }

    @Override
    void sendData(ByteBuf data, boolean isLast) {
        connection.sendData(this, data, isLast);
    }

    @Override
    void sendWhole(int status, Headers headers, @Nullable ByteBuf content) {
        connection.sendWhole(this, status, headers, content);
    }

    @Override
    void cut() {
        connection.cut(this);
    }

    @Override
    RawConnection takeOver(int status, Headers headers) {
        return connection.takeOver(this, status, headers);
    }

    @Override
    public SpdyConnection acceptSpdy(Headers extra) {
        if (!wantsUpgrade(SpdySession.PROTOCOL)) {
            throw new HttpException(400, "400 Bad Request: no upgrade to SPDY/3.1 asked for");
        }
        Headers headers =
                Headers.of("Connection", "Upgrade", "Upgrade", SpdySession.PROTOCOL).plus(extra);
        return SpdySession.start(upgradeRaw(101, headers), true, connection.threads());
    }

    @Override
    public String protocol() {
        return isOldProtocol ? "HTTP/1.0" : "HTTP/1.1";
    }
}
