package io.djong.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/// Packs and unpacks the headers of one SPDY session. Each direction is one long zlib stream, so that blocks have to be
/// packed in the order they are sent in, and unpacked in the order they come; each direction belongs to one thread at a time.
final class SpdyHeaderBlocks implements AutoCloseable {

    /// Unpacked size of a block; Kubernetes' are below a hundred bytes.
    private static final int BLOCK_BYTES = 64 * 1024;

    private final Deflater deflater = new Deflater();
    private final Inflater inflater = new Inflater();
    private final byte[] buffer = new byte[1024];

    SpdyHeaderBlocks() {
        deflater.setDictionary(SpdyDictionary.BYTES);
    }

    byte[] pack(Headers headers) {
        Map<String, String> merged = new LinkedHashMap<>();
        headers.forEach((name, value) ->
                merged.merge(
                        name.toLowerCase(Locale.ROOT), value, (one, other) -> one + '\0' + other));
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        writeInt(plain, merged.size());
        merged.forEach((name, value) -> {
            writeText(plain, name);
            writeText(plain, value);
        });
        byte[] input = plain.toByteArray();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] part = new byte[1024];
        deflater.setInput(input);
        int count;
        do {
            count = deflater.deflate(part, 0, part.length, Deflater.SYNC_FLUSH);
            packed.write(part, 0, count);
        } while (count == part.length);
        return packed.toByteArray();
    }

    Headers unpack(byte[] packed) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        inflater.setInput(packed);
        try {
            while (true) {
                int count = inflater.inflate(buffer);
                if (count > 0) {
                    plain.write(buffer, 0, count);
                } else if (inflater.needsDictionary()) {
                    inflater.setDictionary(SpdyDictionary.BYTES);
                } else {
                    break;
                }
                if (plain.size() > BLOCK_BYTES) {
                    throw new IOException(
                            "spdy: header block of more than " + BLOCK_BYTES + " bytes");
                }
            }
            return parse(ByteBuffer.wrap(plain.toByteArray()));
        } catch (DataFormatException | BufferUnderflowException e) {
            throw new IOException("spdy: malformed header block", e);
        }
    }

    private static Headers parse(ByteBuffer block) throws IOException {
        int count = block.getInt();
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = readText(block);
            for (String value : readText(block).split("\0", -1)) {
                pairs.add(name);
                pairs.add(value);
            }
        }
        return Headers.of(pairs.toArray(String[]::new));
    }

    private static String readText(ByteBuffer block) throws IOException {
        int length = block.getInt();
        if (length < 0 || length > block.remaining()) {
            throw new IOException("spdy: malformed header block");
        }
        byte[] text = new byte[length];
        block.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        writeInt(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void writeInt(ByteArrayOutputStream out, int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value).array());
    }

    @Override
    public void close() {
        deflater.end();
        inflater.end();
    }
}
