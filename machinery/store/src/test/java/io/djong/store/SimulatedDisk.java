package io.djong.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A disk in memory that can lose its power: what was not forced is there afterwards only in part, or not at all.
final class SimulatedDisk implements Disk {

    private static final int SECTOR = 512;

    private record Unforced(ByteBuffer bytes, int at) {}

    private static final class Content {
        byte[] durable = new byte[0];
        byte[] current = new byte[0];
        final List<Unforced> unforced = new ArrayList<>();
    }

    private Map<String, Content> durableNames = new HashMap<>();
    private final Map<String, Content> names = new HashMap<>();

    /// May reach the disk before what was created and renamed earlier.
    private final Set<String> deletedSinceForce = new HashSet<>();

    private long operationsLeft;

    /// @param operations after so many the power goes off: each one fails from then on
    SimulatedDisk(long operations) {
        this.operationsLeft = operations;
    }

    /// The disk when the power is on again, for the next `operations`.
    synchronized SimulatedDisk afterPowerLoss(RandomGenerator random, long operations) {
        SimulatedDisk disk = new SimulatedDisk(operations);
        Map<String, Content> survivors = new HashMap<>(random.nextBoolean() ? names : durableNames);
        deletedSinceForce.removeIf(_ -> random.nextBoolean());
        survivors.keySet().removeAll(deletedSinceForce);
        survivors.forEach((name, content) -> {
            Content survived = new Content();
            survived.durable = survivor(content, random);
            survived.current = survived.durable.clone();
            disk.names.put(name, survived);
        });
        disk.durableNames = new HashMap<>(disk.names);
        return disk;
    }

    private static byte[] survivor(Content content, RandomGenerator random) {
        byte[] bytes = content.durable.clone();
        for (Unforced write : content.unforced) {
            int end = write.at() + write.bytes().limit();
            if (end > bytes.length && random.nextBoolean()) {
                bytes = Arrays.copyOf(bytes, end);
            }
            for (int at = write.at(); at < Math.min(end, bytes.length); ) {
                int next = Math.min((at / SECTOR + 1) * SECTOR, Math.min(end, bytes.length));
                if (random.nextBoolean()) {
                    write.bytes().get(at - write.at(), bytes, at, next - at);
                }
                at = next;
            }
        }
        return bytes;
    }

    private void spend() throws IOException {
        if (operationsLeft == 0) {
            throw new IOException("the power is off");
        }
        operationsLeft--;
    }

    @Override
    public AutoCloseable lock() {
        return () -> {};
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Override
    public synchronized File create(String name) throws IOException {
        spend();
        names.put(name, new Content());
        return open(name);
    }

    @Override
    public synchronized File open(String name) throws IOException {
        Content content = names.get(name);
        if (content == null) {
            throw new IOException("no such file: " + name);
        }
        return new SimulatedFile(content);
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        spend();
        Content content = names.remove(from);
        if (content == null) {
            throw new IOException("no such file: " + from);
        }
        names.put(to, content);
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        spend();
        names.remove(name);
        deletedSinceForce.add(name);
    }

    @Override
    public synchronized void force() throws IOException {
        spend();
        durableNames = new HashMap<>(names);
        deletedSinceForce.clear();
    }

    @Override
    public String path(String name) {
        return "/simulated/" + name;
    }

    private final class SimulatedFile implements File {

        private final Content content;

        SimulatedFile(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return content.current.length;
            }
        }

        @Override
        public void read(ByteBuffer bytes, long at) {
            synchronized (SimulatedDisk.this) {
                int count = (int) Math.min(bytes.remaining(), content.current.length - at);
                bytes.put(content.current, (int) at, Math.max(0, count));
            }
        }

        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            synchronized (SimulatedDisk.this) {
                byte[] written = new byte[bytes.remaining()];
                bytes.get(written);
                content.unforced.add(new Unforced(ByteBuffer.wrap(written), (int) at));
                spend();
                int end = (int) at + written.length;
                if (end > content.current.length) {
                    content.current = Arrays.copyOf(content.current, end);
                }
                System.arraycopy(written, 0, content.current, (int) at, written.length);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (SimulatedDisk.this) {
                spend();
                content.current = Arrays.copyOf(content.current, (int) size);
                content.durable = content.current.clone();
                content.unforced.clear();
            }
        }

        @Override
        public void force() throws IOException {
            synchronized (SimulatedDisk.this) {
                spend();
                content.durable = content.current.clone();
                content.unforced.clear();
            }
        }

        @Override
        public void close() {}
    }
}
