package io.djong.store;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.List;

/// A directory of somebody else's, which may be changing: nothing in it is touched.
record ReadOnlyDisk(Path directory) implements Disk {

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public AutoCloseable lock() {
        return () -> {};
    }

    @Override
    public List<String> names() throws IOException {
        return new RealDisk(directory, false).names();
    }

    /// A file that goes nowhere: where there is only a snapshot, the log that would follow it is begun here.
    @Override
    public File create(String name) {
        return new Nowhere();
    }

    @Override
    public File open(String name) throws IOException {
        return new ReadFile(FileChannel.open(directory.resolve(name), READ));
    }

    @Override
    public void rename(String from, String to) {}

    @Override
    public void delete(String name) {
        throw readOnly(name);
    }

    @Override
    public void force() {}

    @Override
    public String path(String name) {
        return directory.resolve(name).toString();
    }

    private UnsupportedOperationException readOnly(String name) {
        return new UnsupportedOperationException("only read: " + path(name));
    }

    private record Nowhere() implements File {

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void read(ByteBuffer bytes, long at) {}

        @Override
        public void write(ByteBuffer bytes, long at) {}

        @Override
        public void truncate(long size) {}

        @Override
        public void force() {}

        @Override
        public void close() {}
    }

    private final class ReadFile implements File {

        private final FileChannel channel;

        ReadFile(FileChannel channel) {
            this.channel = channel;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void read(ByteBuffer bytes, long at) throws IOException {
            long from = at;
            int count;
            while (bytes.hasRemaining() && (count = channel.read(bytes, from)) >= 0) {
                from += count;
            }
        }

        @Override
        public void write(ByteBuffer bytes, long at) {
            throw readOnly("");
        }

        @Override
        public void truncate(long size) {
            throw readOnly("");
        }

        @Override
        public void force() {
            throw readOnly("");
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
