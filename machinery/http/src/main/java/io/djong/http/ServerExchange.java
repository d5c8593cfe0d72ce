package io.djong.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the exchanges of HTTP/1.1 and HTTP/2 have in common: everything but the way onto the wire.
///
/// The `send` methods are called by the handler's thread and pass their work to the event loop.
abstract sealed class ServerExchange implements Exchange permits H1Exchange, H2Exchange {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final ConnectionFacts facts;
    private final RequestHead head;
    private final Ending ending;
    private @Nullable Query query;
    private @Nullable GatheredResponse stream;
    private boolean continueAsked;
    private boolean answered;

    ServerExchange(ConnectionFacts facts, RequestHead head, Ending ending) {
        this.facts = facts;
        this.head = head;
        this.ending = ending;
        this.continueAsked = "100-continue".equalsIgnoreCase(head.headers().first("expect"));
    }

    abstract BodyPipe body();

    /// The bytes that the event loop has taken and not sent yet.
    abstract SendWindow window();

    /// Asks a client that waits to send its body.
    abstract void sendContinue();

    /// Sends the beginning of an answer.
    abstract void sendHead(int status, Headers headers);

    /// Sends a part of the body, having counted its bytes into [#window].
    abstract void sendData(ByteBuf data, boolean isLast);

    /// Sends a whole answer of modest size; null without a body.
    abstract void sendWhole(int status, Headers headers, @Nullable ByteBuf body);

    /// Breaks the answer off so that the client notices.
    abstract void cut();

    /// Gives the connection to a new owner after an answer of `status`.
    abstract RawConnection takeOver(int status, Headers headers);

    RequestHead head() {
        return head;
    }

    Ending ending() {
        return ending;
    }

    /// The handler is done: ends what it left open.
    void finish() {
        GatheredResponse open = stream;
        if (open != null) {
            open.close();
        } else if (!answered) {
            respond(500, Headers.of());
        }
    }

    /// The handler failed: says so if it still can.
    void fail(int status, String text) {
        if (answered) {
            cut();
            return;
        }
        respond(
                status,
                Headers.of("content-type", "text/plain; charset=utf-8"),
                text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void respond(int status, Headers headers, byte[]... chunks) {
        begin(headers);
        int total = 0;
        for (byte[] chunk : chunks) {
            total = Math.addExact(total, chunk.length);
        }
        boolean hasBody = status >= 200 && status != NO_CONTENT && status != NOT_MODIFIED;
        Headers complete =
                hasBody && !headers.has("content-length")
                        ? headers.plus("content-length", Integer.toString(total))
                        : headers;
        if (total == 0 || !hasBody || isHead()) {
            sendWhole(status, complete, null);
        } else if (total <= SendWindow.BYTES) {
            sendWhole(status, complete, Unpooled.wrappedBuffer(chunks));
        } else {
            sendHead(status, complete);
            sendInParts(chunks);
        }
    }

    private void sendInParts(byte[][] chunks) {
        for (int i = 0; i < chunks.length; i++) {
            window().acquire(chunks[i].length);
            sendData(Unpooled.wrappedBuffer(chunks[i]), i == chunks.length - 1);
        }
    }

    @Override
    public ResponseStream startResponse(int status, Headers headers) {
        begin(headers);
        GatheredResponse started = new GatheredResponse(this);
        stream = started;
        sendHead(status, headers);
        return started;
    }

    private void begin(Headers headers) {
        if (answered) {
            throw new IllegalStateException("exchange: answered already");
        }
        headers.checkSendable();
        answered = true;
    }

    /// Whether the client still waits to be told to send its body.
    boolean isWaitingToContinue() {
        return continueAsked;
    }

    boolean isHead() {
        return head.method().equals("HEAD");
    }

    private void askToContinue() {
        if (continueAsked && !answered) {
            continueAsked = false;
            sendContinue();
        }
    }

    @Override
    public byte[] readBody(int maxBytes) {
        if (head.contentLength() > maxBytes) {
            throw new BodyTooLargeException(maxBytes);
        }
        askToContinue();
        try {
            return body().readAll(maxBytes);
        } catch (IOException e) {
            throw new ClosedException("request body did not come whole", e);
        }
    }

    @Override
    public InputStream bodyStream() {
        return new BodyInput(body(), this::askToContinue, () -> {});
    }

    @Override
    public boolean wantsUpgrade(String protocol) {
        Headers headers = head.headers();
        return headers.tokens("connection").stream().anyMatch("upgrade"::equalsIgnoreCase)
                && headers.tokens("upgrade").stream().anyMatch(protocol::equalsIgnoreCase);
    }

    @Override
    public WebSocketConnection acceptWebSocket(List<String> protocols) {
        return WebSocketHandshake.accept(this, protocols);
    }

    @Override
    public RawConnection upgradeRaw(int status, Headers headers) {
        if (protocol().equals("HTTP/2.0")) {
            throw new HttpException(400, "400 Bad Request: upgrades need HTTP/1.1");
        }
        begin(headers);
        return takeOver(status, headers);
    }

    @Override
    public String method() {
        return head.method();
    }

    @Override
    public String path() {
        return head.path();
    }

    @Override
    public String rawPath() {
        return head.rawPath();
    }

    @Override
    public String rawQuery() {
        return head.rawQuery();
    }

    @Override
    public Query query() {
        Query parsed = query;
        if (parsed == null) {
            parsed = Query.parse(head.rawQuery());
            query = parsed;
        }
        return parsed;
    }

    @Override
    public Headers requestHeaders() {
        return head.headers();
    }

    @Override
    public String authority() {
        return head.authority();
    }

    @Override
    public long contentLength() {
        return head.contentLength();
    }

    @Override
    public InetSocketAddress remote() {
        return facts.remote();
    }

    @Override
    public InetSocketAddress local() {
        return facts.local();
    }

    @Override
    public boolean isTls() {
        return facts.isTls();
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return facts.peerCertificates();
    }

    @Override
    public @Nullable String serverName() {
        return facts.serverName();
    }

    @Override
    public boolean isAnswered() {
        return answered;
    }

    @Override
    public boolean isClosed() {
        return ending.hasEnded();
    }

    @Override
    public void onClosed(Runnable action) {
        ending.onEnd(action);
    }
}
