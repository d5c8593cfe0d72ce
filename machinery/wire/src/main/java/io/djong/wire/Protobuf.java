package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.StructType;

/// The API's protobuf: messages by the schema's numbers, in an envelope that names the kind.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding Protobuf encoding
@SuppressWarnings("NullAway")
public final class Protobuf {

    /// What an envelope holds; `raw` is the message, or JSON if `contentType` says so.
    @SuppressWarnings("ArrayRecordComponent")
    public record Envelope(
            String apiVersion,
            String kind,
            byte[] raw,
            String contentEncoding,
            String contentType) {}

    private Protobuf() {}

    /// The bare message.
    public static byte[] encode(StructType type, Fields tree) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }

    /// The normalised tree of a bare message; `apiVersion` and `kind` are not in it.
    ///
    /// @throws DecodeException if it is malformed
    public static Fields decode(StructType type, byte[] message) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }

    /// The message in its envelope; `apiVersion` and `kind` are taken from the tree.
    public static byte[] encodeEnvelope(StructType type, Fields tree) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }

    /// Opens an envelope.
    ///
    /// @throws DecodeException if it is none
    public static Envelope openEnvelope(byte[] envelope) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }

    /// The normalised tree in an envelope, `apiVersion` and `kind` first.
    ///
    /// @throws DecodeException if it is malformed
    public static Fields decodeEnvelope(StructType type, byte[] envelope) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }

    /// One frame of a watch: `{type, object}` behind its length. `object` is an envelope.
    public static byte[] watchFrame(String eventType, byte[] object) {
        if (DecodeException.PENDING) {
            throw new DecodeException("pending");
        }
        return null;
    }
}
