package io.djong.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Frames of WebSockets on the wire.
///
/// @spec https://www.rfc-editor.org/rfc/rfc6455#section-5 Data Framing
final class WebSocketFrames {

    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;

    /// As much as Kubernetes' server takes in one message.
    static final int MESSAGE_BYTES = 32 << 20;

    private static final int CONTROL_BYTES = 125;
    private static final int MASKED = 0x80;

    @SuppressWarnings("ArrayRecordComponent")
    record Frame(boolean isLast, int opcode, byte[] payload) {

        boolean isControl() {
            return opcode >= CLOSE;
        }
    }

    private WebSocketFrames() {}

    /// @param expectMask frames of clients are masked, those of servers are not
    /// @throws ProtocolViolation when the other side does not keep the rules
    static Frame read(DataInputStream in, boolean expectMask) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        boolean isLast = (first & 0x80) != 0;
        int opcode = first & 0x0F;
        if ((first & 0x70) != 0 || (second & MASKED) != 0 != expectMask) {
            throw new ProtocolViolation(
                    WebSocketMessage.Closed.PROTOCOL_ERROR, "reserved bits or masking");
        }
        long length = second & 0x7F;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        if (opcode >= CLOSE && (length > CONTROL_BYTES || !isLast)) {
            throw new ProtocolViolation(
                    WebSocketMessage.Closed.PROTOCOL_ERROR, "long control frame");
        }
        if (length < 0 || length > MESSAGE_BYTES) {
            throw new ProtocolViolation(WebSocketMessage.Closed.TOO_BIG, "frame too big");
        }
        int mask = expectMask ? in.readInt() : 0;
        byte[] payload = new byte[(int) length];
        in.readFully(payload);
        mask(payload, 0, payload.length, mask, 0);
        return new Frame(isLast, opcode, payload);
    }

    /// The bytes in front of a payload; `mask` only counts for `isMasked`.
    static void writeHeader(OutputStream out, int opcode, long length, boolean isMasked, int mask)
            throws IOException {
        ByteBuffer header = ByteBuffer.allocate(14);
        int maskBit = isMasked ? MASKED : 0;
        header.put((byte) (0x80 | opcode));
        if (length < 126) {
            header.put((byte) (maskBit | (int) length));
        } else if (length <= 0xFFFF) {
            header.put((byte) (maskBit | 126)).putShort((short) length);
        } else {
            header.put((byte) (maskBit | 127)).putLong(length);
        }
        if (isMasked) {
            header.putInt(mask);
        }
        out.write(header.array(), 0, header.position());
    }

    /// Masks, or unmasks, in place; `phase` is how many bytes of the payload came before.
    static void mask(byte[] bytes, int offset, int length, int mask, int phase) {
        if (mask == 0) {
            return;
        }
        for (int i = 0; i < length; i++) {
            bytes[offset + i] ^= (byte) (mask >>> (24 - 8 * (i + phase & 3)));
        }
    }

    /// The other side broke a rule; `code` tells it which.
    static final class ProtocolViolation extends IOException {

        private final int code;

        ProtocolViolation(int code, String message) {
            super("websocket: " + message);
            this.code = code;
        }

        int code() {
            return code;
        }
    }
}
