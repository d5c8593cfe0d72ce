package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Stream;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// One stream of an HTTP/2 connection.
final class H2Exchange extends ServerExchange implements BodyPipe.Credit {

    private final H2Answers answers;
    private final Http2Stream stream;
    private final BodyPipe body;
    private final SendWindow window = new SendWindow();

    /// Bytes in the pipe that the client may not replace yet.
    private final AtomicInteger owed = new AtomicInteger();

    /// Confined to the event loop.
    boolean isStarted;

    /// Confined to the event loop.
    boolean isRequestComplete;

    H2Exchange(
            H2Answers answers,
            Http2Stream stream,
            ConnectionFacts facts,
            RequestHead head,
            ServerContext server) {
        super(facts, head, new Ending(server.threads()));
        this.answers = answers;
        this.stream = stream;
        this.body = new BodyPipe(this, server.limits().bodyTimeout());
    }

    Http2Stream stream() {
        return stream;
    }

    @Override
    BodyPipe body() {
        return body;
    }

    @Override
    SendWindow window() {
        return window;
    }

    /// The client keeps `bytes` of its window used up until they were read.
    void owe(int bytes) {
        owed.addAndGet(bytes);
    }

    @Override
    public void consumed(int bytes) {
        int before = owed.getAndUpdate(debt -> Math.max(0, debt - bytes));
        int given = Math.min(before, bytes);
        if (given > 0) {
            answers.giveCredit(stream, given);
        }
    }

    @Override
    void sendContinue() {
        answers.sendContinue(stream);
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
        answers.reset(this);
    }

    @Override
    RawConnection takeOver(int status, Headers headers) {
        throw new HttpException(400, "400 Bad Request: upgrades need HTTP/1.1");
    }

    @Override
    public SpdyConnection acceptSpdy(Headers extra) {
        throw new HttpException(400, "400 Bad Request: SPDY needs HTTP/1.1");
    }

    @Override
    public String protocol() {
        return "HTTP/2.0";
    }
}
