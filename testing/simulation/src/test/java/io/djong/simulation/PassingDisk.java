package io.djong.simulation;

import io.djong.store.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// Passes everything on; a defect changes what its files do.
abstract class PassingDisk implements Disk {

    private final Disk disk;

    PassingDisk(Disk disk) {
        this.disk = disk;
    }

    abstract File change(String name, File file, boolean isNew) throws IOException;

    @Override
    public void at(Point point) {
        disk.at(point);
    }

    @Override
    public AutoCloseable lock() {
        return disk.lock();
    }

    @Override
    public List<String> names() throws IOException {
        return disk.names();
    }

    @Override
    public File create(String name) throws IOException {
        return change(name, disk.create(name), true);
    }

    @Override
    public File open(String name) throws IOException {
        return change(name, disk.open(name), false);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        disk.delete(name);
    }

    @Override
    public void force() throws IOException {
        disk.force();
    }

    @Override
    public String path(String name) {
        return disk.path(name);
    }

    static class PassingFile implements File {

        final File file;

        PassingFile(File file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void read(ByteBuffer bytes, long at) throws IOException {
            file.read(bytes, at);
        }

        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            file.write(bytes, at);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
