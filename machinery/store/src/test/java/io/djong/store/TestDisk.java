package io.djong.store;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A real directory that fails when told to.
final class TestDisk implements Disk {

    enum Operation {
        CREATE,
        WRITE,
        TRUNCATE,
        FORCE
    }

    private final Disk real;
    private final AtomicReference<@Nullable Operation> failing = new AtomicReference<>();

    private final AtomicReference<@Nullable CountDownLatch> stalled = new AtomicReference<>();
    private volatile boolean waiting;
    private volatile @Nullable String failingName;
    private volatile boolean hasFailed;

    TestDisk(Disk real) {
        this.real = real;
    }

    /// Lets each such operation fail from now on; null heals the disk.
    void fail(@Nullable Operation operation) {
        failing.set(operation);
    }

    /// Lets each fsync wait until [#resume].
    void stall() {
        stalled.set(new CountDownLatch(1));
    }

    void resume() {
        requireNonNull(stalled.getAndSet(null)).countDown();
    }

    boolean isWaited() {
        return waiting;
    }

    private void awaitResume() {
        CountDownLatch latch = stalled.get();
        if (latch != null) {
            waiting = true;
            Awaitility.await().until(() -> latch.getCount() == 0);
            waiting = false;
        }
    }

    private void check(Operation operation) throws IOException {
        if (failing.get() == operation) {
            throw new IOException(
                    operation == Operation.FORCE
                            ? "Input/output error"
                            : "No space left on device");
        }
    }

    @Override
    public AutoCloseable lock() {
        return real.lock();
    }

    @Override
    public List<String> names() throws IOException {
        return real.names();
    }

    /// Lets no file be made whose name contains `part`.
    void failFor(@Nullable String part) {
        failingName = part;
    }

    boolean hasFailed() {
        return hasFailed;
    }

    @Override
    public File create(String name) throws IOException {
        check(Operation.CREATE);
        String part = failingName;
        if (part != null && name.contains(part)) {
            hasFailed = true;
            throw new IOException("No space left on device");
        }
        return new TestFile(real.create(name));
    }

    @Override
    public File open(String name) throws IOException {
        return new TestFile(real.open(name));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        real.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        real.delete(name);
    }

    @Override
    public void force() throws IOException {
        real.force();
    }

    @Override
    public String path(String name) {
        return real.path(name);
    }

    private final class TestFile implements File {

        private final File file;

        TestFile(File file) {
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
            if (failing.get() == Operation.WRITE) {
                file.write(bytes.slice(bytes.position(), bytes.remaining() / 2), at);
            }
            check(Operation.WRITE);
            file.write(bytes, at);
        }

        @Override
        public void truncate(long size) throws IOException {
            check(Operation.TRUNCATE);
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            check(Operation.FORCE);
            awaitResume();
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
