package io.djong.http;

import io.djong.meta.Threads;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// One request of an HTTP/1 connection.
final class H1Exchange extends ServerExchange implements BodyPipe.Credit {

    private final H1ServerConnection connection;
    private final H1Answers answers;
    private final BodyPipe body;
    private final boolean isOldProtocol;
    private final Threads threads;

    /// Whether the client may use the connection for further requests. Confined to the event loop.
    boolean keepAlive;

    /// Confined to the event loop, as the following two.
    boolean isStarted;

    boolean isRequestComplete;
    boolean isAnswerComplete;

    H1Exchange(
            H1ServerConnection connection,
            H1Answers answers,
            ConnectionFacts facts,
            RequestHead head,
            ServerContext server,
            boolean isOldProtocol,
            boolean keepAlive) {
        super(facts, head, new Ending(server.threads()));
        this.connection = connection;
        this.answers = answers;
        this.isOldProtocol = isOldProtocol;
        this.threads = server.threads();
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
        return answers.window();
    }

    @Override
    public void consumed(int bytes) {
        connection.bodyConsumed(this);
    }

    @Override
    void sendContinue() {
        answers.sendContinue();
    }

    @Override
    void sendHead(int status, Headers headers) {
        answers.sendHead(this, status, headers);
    }

    @Override
    void sendData(ByteBuf data, boolean isLast) {
        answers.sendData(this, data, isLast);
    }

    @Override
    void sendWhole(int status, Headers headers, @Nullable ByteBuf content) {
        answers.sendWhole(this, status, headers, content);
    }

    @Override
    void cut() {
        answers.cut(this);
    }

    @Override
    RawConnection takeOver(int status, Headers headers) {
        return answers.takeOver(this, status, headers);
    }

    @Override
    public SpdyConnection acceptSpdy(Headers extra) {
        if (!wantsUpgrade(SpdySession.PROTOCOL)) {
            throw new HttpException(400, "400 Bad Request: no upgrade to SPDY/3.1 asked for");
        }
        Headers headers =
                Headers.of("Connection", "Upgrade", "Upgrade", SpdySession.PROTOCOL).plus(extra);
        return SpdySession.start(upgradeRaw(101, headers), true, threads);
    }

    @Override
    public String protocol() {
        return isOldProtocol ? "HTTP/1.0" : "HTTP/1.1";
    }
}
