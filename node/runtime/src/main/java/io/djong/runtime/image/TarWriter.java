package io.djong.runtime.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes a tar stream of root's files, all from the start of time, so that the same input gives the same bytes.
///
/// @spec https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html pax and ustar formats
final class TarWriter {

    private static final int BLOCK = 512;
    private static final int NAME_BYTES_MAX = 100;

    /// The size field has eleven octal digits.
    private static final long SIZE_MAX = 0_77777777777L;

    private final OutputStream out;

    TarWriter(OutputStream out) {
        this.out = out;
    }

    void directory(String path, int mode) throws IOException {
        header(path.endsWith("/") ? path : path + "/", mode, 0, '5', "");
    }

    void symlink(String path, String target) throws IOException {
        header(path, 0777, 0, '2', target);
    }

    void file(String path, int mode, byte[] content) throws IOException {
        header(path, mode, content.length, '0', "");
        out.write(content);
        pad(content.length);
    }

    void file(String path, int mode, long size, InputStream content) throws IOException {
        header(path, mode, size, '0', "");
        long copied = content.transferTo(out);
        if (copied != size) {
            throw new IOException(path + ": has " + copied + " bytes, expected " + size);
        }
        pad(size);
    }

    /// Two empty blocks end an archive.
    void finish() throws IOException {
        out.write(new byte[2 * BLOCK]);
        out.flush();
    }

    private void header(String path, int mode, long size, char type, String link)
            throws IOException {
        if (size > SIZE_MAX) {
            throw new IOException(path + ": " + size + " bytes are too many for a tar entry");
        }
        byte[] name = path.getBytes(StandardCharsets.UTF_8);
        byte[] target = link.getBytes(StandardCharsets.UTF_8);
        if (name.length > NAME_BYTES_MAX || target.length > NAME_BYTES_MAX) {
            paxHeader(path, link);
        }
        byte[] block = new byte[BLOCK];
        System.arraycopy(name, 0, block, 0, Math.min(name.length, NAME_BYTES_MAX));
        octal(block, 100, 8, mode);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, size);
        octal(block, 136, 12, 0);
        block[156] = (byte) type;
        System.arraycopy(target, 0, block, 157, Math.min(target.length, NAME_BYTES_MAX));
        text(block, 257, "ustar\00000");
        checksum(block);
        out.write(block);
    }

    private void paxHeader(String path, String link) throws IOException {
        byte[] records =
                (paxRecord("path", path) + paxRecord("linkpath", link))
                        .getBytes(StandardCharsets.UTF_8);
        byte[] block = new byte[BLOCK];
        text(block, 0, "pax");
        octal(block, 100, 8, 0644);
        octal(block, 108, 8, 0);
        octal(block, 116, 8, 0);
        octal(block, 124, 12, records.length);
        octal(block, 136, 12, 0);
        block[156] = 'x';
        text(block, 257, "ustar\00000");
        checksum(block);
        out.write(block);
        out.write(records);
        pad(records.length);
    }

    /// A record's length counts its own digits.
    private static String paxRecord(String key, String value) {
        if (value.isEmpty()) {
            return "";
        }
        int rest = key.length() + value.getBytes(StandardCharsets.UTF_8).length + 3;
        int length = rest + String.valueOf(rest).length();
        length = rest + String.valueOf(length).length();
        return length + " " + key + "=" + value + "\n";
    }

    private static void checksum(byte[] block) {
        for (int i = 148; i < 156; i++) {
            block[i] = ' ';
        }
        int sum = 0;
        for (byte b : block) {
            sum += b & 0xff;
        }
        octal(block, 148, 7, sum);
    }

    private static void octal(byte[] block, int at, int width, long value) {
        String digits = Long.toOctalString(value);
        text(block, at, "0".repeat(width - 1 - digits.length()) + digits + "\0");
    }

    private static void text(byte[] block, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, block, at, bytes.length);
    }

    private void pad(long size) throws IOException {
        int rest = (int) (size % BLOCK);
        if (rest > 0) {
            out.write(new byte[BLOCK - rest]);
        }
    }
}
