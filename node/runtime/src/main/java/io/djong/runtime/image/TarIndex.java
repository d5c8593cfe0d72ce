package io.djong.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/// Where the files of a tar archive begin, so that they can be read in any order.
///
/// Knows ustar, pax and GNU names; links are not followed.
final class TarIndex implements AutoCloseable {

    /// @param start of the content in the archive
    record Content(long start, long size) {}

    private static final int BLOCK = 512;

    /// A name or a record of names; more is no archive of ours or anybody's.
    private static final int META_BYTES_MAX = 1 << 20;

    private final FileChannel archive;
    private final Map<String, Content> files = new HashMap<>();

    TarIndex(Path path) throws IOException {
        archive = FileChannel.open(path, StandardOpenOption.READ);
        try {
            scan(path);
        } catch (IOException | RuntimeException failure) {
            archive.close();
            throw failure;
        }
    }

    private void scan(Path path) throws IOException {
        long position = 0;
        String longName = "";
        while (true) {
            byte[] header = read(position, BLOCK);
            if (header.length < BLOCK || header[0] == 0) {
                return;
            }
            if (!text(header, 257, 5).equals("ustar")) {
                throw new IOException(path + " is no tar archive");
            }
            long size = number(header, 124, 12);
            long start = position + BLOCK;
            switch (header[156]) {
                case 'x' -> longName = paxPath(read(start, bounded(path, size)), longName);
                case 'L' -> longName = text(read(start, bounded(path, size)), 0, (int) size);
                case '0', 0 -> {
                    files.put(
                            plain(longName.isEmpty() ? name(header) : longName),
                            new Content(start, size));
                    longName = "";
                }
                default -> longName = "";
            }
            position = start + (size + BLOCK - 1) / BLOCK * BLOCK;
        }
    }

    private static int bounded(Path path, long size) throws IOException {
        if (size > META_BYTES_MAX) {
            throw new IOException(path + " has a name of " + size + " bytes");
        }
        return (int) size;
    }

    private static String name(byte[] header) {
        String prefix = text(header, 345, 155);
        String name = text(header, 0, 100);
        return prefix.isEmpty() || header[263] != '0' ? name : prefix + "/" + name;
    }

    private static String paxPath(byte[] records, String otherwise) {
        for (String line : new String(records, StandardCharsets.UTF_8).split("\n")) {
            int key = line.indexOf(" path=");
            if (key > 0) {
                return line.substring(key + " path=".length());
            }
        }
        return otherwise;
    }

    private static String plain(String name) {
        return name.startsWith("./") ? name.substring(2) : name;
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /// Octal digits, or for large files a binary number whose first bit is set.
    private static long number(byte[] bytes, int from, int length) {
        if (bytes[from] < 0) {
            return ByteBuffer.wrap(bytes, from + length - 8, 8).getLong();
        }
        String digits = text(bytes, from, length).strip();
        return digits.isEmpty() ? 0 : Long.parseLong(digits, 8);
    }

    boolean has(String file) {
        return files.containsKey(file);
    }

    long size(String file) throws IOException {
        return content(file).size();
    }

    /// The whole content; for the small files that describe an image.
    byte[] read(String file) throws IOException {
        Content content = content(file);
        if (content.size() > META_BYTES_MAX * 4L) {
            throw new IOException(
                    file + " has " + content.size() + " bytes, too many for a description");
        }
        return read(content.start(), (int) content.size());
    }

    /// A part of the content, shorter only at its end.
    byte[] read(String file, long offset, int length) throws IOException {
        Content content = content(file);
        return read(content.start() + offset, (int) Math.min(length, content.size() - offset));
    }

    private Content content(String file) throws IOException {
        Content content = files.get(file);
        if (content == null) {
            throw new IOException("the archive has no " + file);
        }
        return content;
    }

    private byte[] read(long position, int length) throws IOException {
        archive.position(position);
        return Channels.newInputStream(archive).readNBytes(length);
    }

    @Override
    public void close() throws IOException {
        archive.close();
    }
}
