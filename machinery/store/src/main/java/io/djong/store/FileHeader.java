package io.djong.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/// The first bytes of each file: what it is, its format, the salt of its frames, the revision it begins with.
///
/// Big-endian: 8 bytes kind, 4 format, 4 zero, 8 salt, 8 revision, 4 CRC-32C of those before.
record FileHeader(Kind kind, long salt, long revision) {

    static final int BYTES = 36;

    /// Raised when a file written by this code can no longer be read by the code before.
    static final int FORMAT = 1;

    enum Kind {
        LOG("DJONGWAL", "a write-ahead log"),
        SNAPSHOT("DJONGSNP", "a snapshot"),
        BACKUP("DJONGBAK", "a backup");

        private final long magic;
        private final String noun;

        Kind(String magic, String noun) {
            this.magic = ByteBuffer.wrap(magic.getBytes(StandardCharsets.US_ASCII)).getLong();
            this.noun = noun;
        }
    }

    ByteBuffer encode() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.putLong(kind.magic).putInt(FORMAT).putInt(0).putLong(salt).putLong(revision);
        return bytes.putInt(checksum(bytes)).flip();
    }

    static FileHeader read(Disk.File file, Kind kind, String path) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        file.read(bytes, 0);
        if (bytes.hasRemaining() || bytes.getLong(0) != kind.magic) {
            throw new StoreException(path + " is not " + kind.noun + " of djong's");
        }
        int format = bytes.getInt(8);
        if (format != FORMAT) {
            throw new StoreException(
                    "%s has format %d, this version reads format %d%s"
                            .formatted(
                                    path,
                                    format,
                                    FORMAT,
                                    format > FORMAT ? ": use the newer djong that wrote it" : ""));
        }
        if (bytes.getInt(BYTES - 4) != checksum(bytes)) {
            throw new StoreException(
                    path + " is corrupt at offset 0: its header's checksum differs");
        }
        return new FileHeader(kind, bytes.getLong(16), bytes.getLong(24));
    }

    private static int checksum(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(0, BYTES - 4));
        return (int) crc.getValue();
    }
}
