package io.djong.simulation;

import io.djong.store.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// What would be wrong if the engine treated its files like this.
final class DiskDefects {

    private static final int FILE_HEADER_BYTES = 36;
    private static final int SALT_AT = 16;
    private static final int FRAME_HEADER_BYTES = 12;
    private static final int SKIPPED = 3;

    private DiskDefects() {}

    /// Every third batch is not made durable.
    static Disk skippingFsyncs(Disk disk) {
        return new PassingDisk(disk) {
            private int count;

            @Override
            File change(String name, File file, boolean isNew) {
                return new PassingFile(file) {
                    @Override
                    public void force() throws IOException {
                        if (++count % SKIPPED != 0) {
                            file.force();
                        }
                    }
                };
            }
        };
    }

    /// What was written becomes durable only after it was published and acknowledged.
    static Disk forcingLate(Disk disk) {
        return new PassingDisk(disk) {
            @Override
            File change(String name, File file, boolean isNew) {
                return new PassingFile(file) {
                    private boolean isOwed;

                    @Override
                    public void write(ByteBuffer bytes, long at) throws IOException {
                        if (isOwed) {
                            file.force();
                            isOwed = false;
                        }
                        file.write(bytes, at);
                    }

                    @Override
                    public void force() throws IOException {
                        if (name.startsWith("log-")) {
                            isOwed = true;
                        } else {
                            file.force();
                        }
                    }
                };
            }
        };
    }

    /// A frame that was written in part only counts as written.
    static Disk acceptingTornTails(Disk disk) {
        return new PassingDisk(disk) {
            @Override
            File change(String name, File file, boolean isNew) throws IOException {
                if (!isNew && name.startsWith("log-")) {
                    mendTail(file);
                }
                return file;
            }
        };
    }

    private static void mendTail(Disk.File file) throws IOException {
        ByteBuffer log = ByteBuffer.allocate((int) file.size());
        file.read(log, 0);
        if (log.limit() < FILE_HEADER_BYTES + FRAME_HEADER_BYTES) {
            return;
        }
        long salt = log.getLong(SALT_AT);
        int magic = log.getInt(FILE_HEADER_BYTES);
        int at = FILE_HEADER_BYTES;
        while (at + FRAME_HEADER_BYTES <= log.limit() && magic != 0 && log.getInt(at) == magic) {
            int length = log.getInt(at + 4);
            if (length < 0 || length > log.limit() - at - FRAME_HEADER_BYTES) {
                return;
            }
            CRC32C crc = new CRC32C();
            crc.update(ByteBuffer.allocate(12).putLong(salt).putInt(length).flip());
            crc.update(log.slice(at + FRAME_HEADER_BYTES, length));
            if (log.getInt(at + 8) != (int) crc.getValue()) {
                ByteBuffer mended = ByteBuffer.allocate(4).putInt((int) crc.getValue()).flip();
                file.write(mended, at + 8);
            }
            at += FRAME_HEADER_BYTES + length;
        }
    }
}
