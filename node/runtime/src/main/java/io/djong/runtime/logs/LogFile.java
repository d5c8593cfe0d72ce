package io.djong.runtime.logs;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A log file that is read line by line while somebody else appends to it or puts a new one in its place.
///
/// Shape: confined to the reading thread.
final class LogFile implements AutoCloseable {

    private static final int BLOCK = 64 * 1024;

    /// containerd cuts lines at 16 KiB; whatever is longer than this is no log.
    private static final int LINE_BYTES_MAX = 4 << 20;

    private final Path path;
    private final @Nullable Object identity;
    private final FileChannel channel;
    private byte[] buffer = new byte[BLOCK];
    private int begin;
    private int end;

    LogFile(Path path) throws IOException {
        this.path = path;
        this.identity = identity(path);
        this.channel = FileChannel.open(path, StandardOpenOption.READ);
    }

    /// Goes to where the last `lines` lines begin; a line that the runtime wrote in parts counts once.
    void seekToTail(long lines) throws IOException {
        long size = channel.size();
        long start = size;
        long position = size;
        byte[] carried = new byte[0];
        long missing = lines;
        while (position > 0 && missing >= 0) {
            int length = (int) Math.min(BLOCK, position);
            position -= length;
            byte[] window = Arrays.copyOf(read(position, length), length + carried.length);
            System.arraycopy(carried, 0, window, length, carried.length);
            int lineEnd = window.length;
            for (int i = window.length - 1; i >= 0 && missing >= 0; i--) {
                boolean beginsLine = i > 0 ? window[i - 1] == '\n' : position == 0;
                if (!beginsLine) {
                    continue;
                }
                // A line begins at i. Parts belong to the complete line after them.
                boolean isComplete = LogRecord.completes(window, i, lineEnd);
                missing -= isComplete ? 1 : 0;
                if (missing >= 0) {
                    start = position + i;
                }
                lineEnd = i;
            }
            carried = Arrays.copyOf(window, Math.min(lineEnd, LINE_BYTES_MAX));
        }
        channel.position(lines == 0 ? size : start);
        begin = 0;
        end = 0;
    }

    private byte[] read(long position, int length) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(length);
        while (block.hasRemaining() && channel.read(block, position + block.position()) >= 0) {
            // Reads until the block is full: the file only grows.
        }
        return block.array();
    }

    /// The next complete line without its newline; null while there is none.
    byte @Nullable [] nextLine() throws IOException {
        int searched = begin;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, begin, i);
                    begin = i + 1;
                    return line;
                }
            }
            int pending = end - begin;
            makeRoom();
            searched = begin + pending;
            int count = channel.read(ByteBuffer.wrap(buffer, end, buffer.length - end));
            if (count <= 0) {
                return null;
            }
            end += count;
        }
    }

    private void makeRoom() throws IOException {
        if (begin > 0) {
            System.arraycopy(buffer, begin, buffer, 0, end - begin);
            end -= begin;
            begin = 0;
        }
        if (end == buffer.length) {
            if (buffer.length >= LINE_BYTES_MAX) {
                throw new IOException(path + ": a line has more than " + LINE_BYTES_MAX + " bytes");
            }
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    /// Whether another file has taken this one's name: everything that comes is written there.
    boolean isReplaced() throws IOException {
        Object current = identity(path);
        return current != null && !Objects.equals(current, identity);
    }

    private static @Nullable Object identity(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException betweenTwoFiles) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
