package io.djong.http;

import io.djong.http.WebSocketFrames.Frame;
import io.djong.http.WebSocketFrames.ProtocolViolation;
import io.djong.http.WebSocketMessage.Closed;
import io.djong.meta.Timer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A WebSocket over a [RawConnection]. One thread receives; senders take turns under a lock.
final class WebSocketSession implements WebSocketConnection {

    /// How long the other side may take to answer a close frame.
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private static final int REASON_BYTES = 123;

    private final RawConnection raw;
    private final String subprotocol;

    /// Null on the server's side, which does not mask.
    private final @Nullable RandomGenerator masks;

    private final DataInputStream in;
    private final ReentrantLock sending = new ReentrantLock();
    private volatile @Nullable Closed closed;
    private volatile boolean closeSent;

    WebSocketSession(RawConnection raw, String subprotocol, @Nullable RandomGenerator masks) {
        this.raw = raw;
        this.subprotocol = subprotocol;
        this.masks = masks;
        this.in = new DataInputStream(new BufferedInputStream(raw.in()));
    }

    @Override
    public String subprotocol() {
        return subprotocol;
    }

    @Override
    public WebSocketMessage receive() {
        Closed known = closed;
        if (known != null) {
            return known;
        }
        try {
            return nextMessage();
        } catch (ProtocolViolation e) {
            sendClose(e.code(), "");
            return end(new Closed(e.code(), "protocol violation"));
        } catch (IOException _) {
            return end(new Closed(Closed.ABNORMAL, ""));
        }
    }

    private WebSocketMessage nextMessage() throws IOException {
        int opcode = WebSocketFrames.CONTINUATION;
        ByteArrayOutputStream parts = new ByteArrayOutputStream(0);
        while (true) {
            Frame frame = WebSocketFrames.read(in, masks == null);
            if (frame.isControl()) {
                if (frame.opcode() == WebSocketFrames.CLOSE) {
                    return closedByPeer(frame.payload());
                }
                if (frame.opcode() == WebSocketFrames.PING) {
                    send(WebSocketFrames.PONG, frame.payload());
                }
                continue;
            }
            boolean isFirst = opcode == WebSocketFrames.CONTINUATION;
            if (isFirst == (frame.opcode() == WebSocketFrames.CONTINUATION)
                    || frame.opcode() > WebSocketFrames.BINARY) {
                throw new ProtocolViolation(Closed.PROTOCOL_ERROR, "unexpected opcode");
            }
            if (isFirst && frame.isLast()) {
                return message(frame.opcode(), frame.payload());
            }
            opcode = isFirst ? frame.opcode() : opcode;
            if (parts.size() + frame.payload().length > WebSocketFrames.MESSAGE_BYTES) {
                throw new ProtocolViolation(Closed.TOO_BIG, "message too big");
            }
            parts.writeBytes(frame.payload());
            if (frame.isLast()) {
                return message(opcode, parts.toByteArray());
            }
        }
    }

    private static WebSocketMessage message(int opcode, byte[] payload) throws IOException {
        return opcode == WebSocketFrames.BINARY
                ? new WebSocketMessage.Binary(payload)
                : new WebSocketMessage.Text(text(payload));
    }

    /// @spec https://www.rfc-editor.org/rfc/rfc6455#section-8.1 Handling of Errors in UTF-8-Encoded Data
    private static String text(byte[] payload) throws IOException {
        final int invalidPayload = 1007;
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
        } catch (CharacterCodingException _) {
            throw new ProtocolViolation(invalidPayload, "text is not UTF-8");
        }
    }

    private Closed closedByPeer(byte[] payload) throws IOException {
        Closed closing = new Closed(Closed.NO_STATUS, "");
        if (payload.length >= 2) {
            int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
            closing = new Closed(code, text(Arrays.copyOfRange(payload, 2, payload.length)));
        }
        if (!closeSent) {
            closeSent = true;
            send(WebSocketFrames.CLOSE, payload);
        }
        return end(closing);
    }

    private Closed end(Closed how) {
        closed = how;
        raw.close();
        return how;
    }

    @Override
    public void sendText(String text) {
        sendOrFail(WebSocketFrames.TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void sendBinary(byte[]... parts) {
        sendOrFail(WebSocketFrames.BINARY, parts);
    }

    @Override
    public void sendBinary(byte[] bytes, int offset, int length) {
        sendOrFail(WebSocketFrames.BINARY, Arrays.copyOfRange(bytes, offset, offset + length));
    }

    @Override
    public void ping(byte[] payload) {
        sendOrFail(WebSocketFrames.PING, payload);
    }

    private void sendOrFail(int opcode, byte[]... parts) {
        if (closeSent) {
            throw new ClosedException("websocket: closed");
        }
        try {
            send(opcode, parts);
        } catch (IOException e) {
            throw new ClosedException("websocket: connection has gone", e);
        }
    }

    private void send(int opcode, byte[]... parts) throws IOException {
        long length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        RandomGenerator random = masks;
        int mask = random == null ? 0 : random.nextInt();
        sending.lock();
        try {
            OutputStream out = raw.out();
            WebSocketFrames.writeHeader(out, opcode, length, random != null, mask);
            int phase = 0;
            for (byte[] part : parts) {
                byte[] bytes = mask == 0 ? part : part.clone();
                WebSocketFrames.mask(bytes, 0, bytes.length, mask, phase);
                phase += part.length;
                out.write(bytes);
            }
            out.flush();
        } finally {
            sending.unlock();
        }
    }

    @Override
    public void close(int code, String reason) {
        if (closed != null) {
            return;
        }
        sendClose(code, reason);
        // The receiver ends the connection when it sees the other side's close frame; if there is
        // none, time does.
        Timer.system().after(CLOSE_PATIENCE, raw::close);
    }

    private void sendClose(int code, String reason) {
        if (closeSent) {
            return;
        }
        closeSent = true;
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        byte[] payload = new byte[2 + Math.min(text.length, REASON_BYTES)];
        payload[0] = (byte) (code >> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, payload.length - 2);
        try {
            send(WebSocketFrames.CLOSE, payload);
        } catch (IOException _) {
            raw.close();
        }
    }

    @Override
    public void close() {
        close(Closed.NORMAL, "");
    }

    @Override
    public boolean isClosed() {
        return closed != null || closeSent;
    }

    @Override
    public RawConnection asRaw() {
        return RawConnection.of(
                new WebSocketInput(this),
                new RawOutput(bytes -> sendBinary(new byte[][] {bytes}), () -> {}),
                this::close);
    }
}
