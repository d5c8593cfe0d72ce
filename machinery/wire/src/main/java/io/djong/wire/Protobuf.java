package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import java.util.Arrays;

/// The API's protobuf: messages by the schema's numbers, in an envelope that names the kind.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding Protobuf encoding
public final class Protobuf {

    private static final byte[] MAGIC = {'k', '8', 's', 0};

    private static final StructType LIST_META =
            Schema.kubernetes().type("io.k8s.apimachinery.pkg.apis.meta.v1.ListMeta");

    /// Field 2 of every list, length-delimited.
    private static final byte LIST_ITEM_TAG = 2 << 3 | ProtoWriter.BYTES;

    /// What an envelope holds; `raw` is the message, or JSON if `contentType` says so.
    @SuppressWarnings("ArrayRecordComponent")
    public record Envelope(
            String apiVersion,
            String kind,
            byte[] raw,
            String contentEncoding,
            String contentType) {}

    private Protobuf() {}

    /// The bare message of a normalised tree.
    public static byte[] encode(StructType type, Fields tree) {
        ProtoWriter out = new ProtoWriter();
        StructMessage.of(type).write(tree, out);
        return out.toBytes();
    }

    /// The normalised tree of a bare message; `apiVersion` and `kind` are not in it.
    ///
    /// @throws DecodeException if it is malformed
    public static Fields decode(StructType type, byte[] message) {
        return StructMessage.of(type).read(new ProtoReader(message, 0, message.length));
    }

    /// The message in its envelope; `apiVersion` and `kind` are taken from the tree.
    public static byte[] encodeEnvelope(StructType type, Fields tree) {
        ProtoWriter out = new ProtoWriter();
        envelopeEnd(out);
        int before = out.size();
        StructMessage.of(type).write(tree, out);
        out.message(2, before);
        envelopeStart(tree.string("apiVersion"), tree.string("kind"), out);
        return out.toBytes();
    }

    /// Puts an encoded message into an envelope.
    public static byte[] envelope(String apiVersion, String kind, byte[] message) {
        ProtoWriter out = new ProtoWriter();
        envelopeEnd(out);
        out.field(2, message);
        envelopeStart(apiVersion, kind, out);
        return out.toBytes();
    }

    /// What stands around the items of a list; between the two come the items, each behind its [#listItemStart].
    @SuppressWarnings("ArrayRecordComponent")
    public record ListFrame(byte[] head, byte[] tail) {}

    /// The frame of a list in its envelope, for a list that is sent piece by piece.
    ///
    /// @param listMeta the list's `metadata`
    /// @param itemBytes the sum of [#listItemBytes]
    public static ListFrame listFrame(
            String apiVersion, String kind, Fields listMeta, long itemBytes) {
        ProtoWriter tail = new ProtoWriter();
        envelopeEnd(tail);
        ProtoWriter head = new ProtoWriter();
        StructMessage.of(LIST_META).write(listMeta, head);
        head.message(1, 0);
        head.varint(head.size() + itemBytes);
        head.tag(2, ProtoWriter.BYTES);
        envelopeStart(apiVersion, kind, head);
        return new ListFrame(head.toBytes(), tail.toBytes());
    }

    /// Tag and length of an item of `bytes`.
    public static byte[] listItemStart(int bytes) {
        byte[] start = new byte[1 + varintBytes(bytes)];
        start[0] = LIST_ITEM_TAG;
        int rest = bytes;
        for (int i = 1; i < start.length; i++) {
            boolean isLast = i == start.length - 1;
            start[i] = (byte) ((rest & 0x7f) | (isLast ? 0 : 0x80));
            rest >>>= 7;
        }
        return start;
    }

    /// How many bytes an item of `bytes` takes in a list.
    public static long listItemBytes(int bytes) {
        return 1L + varintBytes(bytes) + bytes;
    }

    private static int varintBytes(int value) {
        int length = 1;
        for (int rest = value >>> 7; rest != 0; rest >>>= 7) {
            length++;
        }
        return length;
    }

    private static void envelopeEnd(ProtoWriter out) {
        out.field(4, "");
        out.field(3, "");
    }

    private static void envelopeStart(String apiVersion, String kind, ProtoWriter out) {
        int before = out.size();
        out.field(2, kind);
        out.field(1, apiVersion);
        out.message(1, before);
        out.raw(MAGIC);
    }

    /// Opens an envelope.
    ///
    /// @throws DecodeException if it is none
    public static Envelope openEnvelope(byte[] envelope) {
        if (envelope.length < MAGIC.length
                || !Arrays.equals(envelope, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new DecodeException(
                    "provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]");
        }
        ProtoReader in = new ProtoReader(envelope, MAGIC.length, envelope.length);
        String apiVersion = "";
        String kind = "";
        byte[] raw = new byte[0];
        String contentEncoding = "";
        String contentType = "";
        while (in.hasMore()) {
            int tag = in.tag();
            switch (tag >>> 3) {
                case 1 -> {
                    in.expect(tag, ProtoWriter.BYTES);
                    int outer = in.enter();
                    while (in.hasMore()) {
                        int inner = in.tag();
                        switch (inner >>> 3) {
                            case 1 -> apiVersion = text(inner, in);
                            case 2 -> kind = text(inner, in);
                            default -> in.skip(inner);
                        }
                    }
                    in.leave(outer);
                }
                case 2 -> {
                    in.expect(tag, ProtoWriter.BYTES);
                    raw = in.bytes();
                }
                case 3 -> contentEncoding = text(tag, in);
                case 4 -> contentType = text(tag, in);
                default -> in.skip(tag);
            }
        }
        return new Envelope(apiVersion, kind, raw, contentEncoding, contentType);
    }

    private static String text(int tag, ProtoReader in) {
        in.expect(tag, ProtoWriter.BYTES);
        return in.text();
    }

    /// The normalised tree in an envelope, `kind` and `apiVersion` first.
    ///
    /// @throws DecodeException if it is malformed
    public static Fields decodeEnvelope(StructType type, byte[] envelope) {
        Envelope open = openEnvelope(envelope);
        return withTypeMeta(decode(type, open.raw), open.apiVersion, open.kind);
    }

    /// The tree with `kind` and `apiVersion` first, where JSON has them.
    public static Fields withTypeMeta(Fields tree, String apiVersion, String kind) {
        Fields.Builder builder = new Fields.Builder(tree.size() + 2);
        if (!kind.isEmpty()) {
            builder.add("kind", kind);
        }
        if (!apiVersion.isEmpty()) {
            builder.add("apiVersion", apiVersion);
        }
        for (int i = 0; i < tree.size(); i++) {
            if (!tree.nameAt(i).equals("kind") && !tree.nameAt(i).equals("apiVersion")) {
                builder.add(tree.nameAt(i), tree.valueAt(i));
            }
        }
        return builder.build();
    }

    /// One frame of a watch: `{type, object}` behind its length. `object` is an envelope.
    public static byte[] watchFrame(String eventType, byte[] object) {
        ProtoWriter out = new ProtoWriter();
        int before = out.size();
        out.field(1, object);
        out.message(2, before);
        out.field(1, eventType);
        int length = out.size();
        out.raw(
                new byte[] {
                    (byte) (length >>> 24),
                    (byte) (length >>> 16),
                    (byte) (length >>> 8),
                    (byte) length
                });
        return out.toBytes();
    }
}
