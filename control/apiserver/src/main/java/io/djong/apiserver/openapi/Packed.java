package io.djong.apiserver.openapi;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// A document, compressed.
///
/// @param hash of the document as it was before, in upper case
@SuppressWarnings("ArrayRecordComponent")
record Packed(byte[] gzip, String hash) {

    private static final int BUFFER_BYTES = 64 * 1024;

    /// Writes a document from start to end.
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    static Packed of(Content content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(BUFFER_BYTES);
        MessageDigest digest = sha512();
        try (OutputStream out = new DigestOutputStream(new FastGzip(packed), digest)) {
            content.writeTo(out);
        } catch (IOException impossible) {
            throw new UncheckedIOException("write document to memory", impossible);
        }
        return new Packed(
                packed.toByteArray(), HexFormat.of().withUpperCase().formatHex(digest.digest()));
    }

    byte[] unpacked() {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER_BYTES)) {
            return in.readAllBytes();
        } catch (IOException impossible) {
            throw new UncheckedIOException("unpack document", impossible);
        }
    }

    static MessageDigest sha512() {
        try {
            return MessageDigest.getInstance("SHA-512");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java runtime has SHA-512", impossible);
        }
    }

    /// Somebody waits for the document, so time counts more than the last tenth of its size.
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
