package io.djong.simulation;

import io.djong.store.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A disk in memory on which the planned faults happen.
///
/// The state is guarded by the disk itself; a stall gives way to others without holding it.
final class FaultDisk implements Disk {

    private static final int SECTOR = 512;

    /// So often everybody else has a turn while an operation stalls.
    private static final int STALL_TURNS = 300;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Unforced(byte[] bytes, int at) {

        Unforced before(int size) {
            int kept = Math.clamp(size - at, 0, bytes.length);
            return new Unforced(Arrays.copyOf(bytes, kept), at);
        }
    }

    private static final class Content {
        byte[] durable = new byte[0];
        byte[] current = new byte[0];
        final List<Unforced> unforced = new ArrayList<>();

        void force() {
            durable = current.clone();
            unforced.clear();
        }
    }

    private final Map<String, Content> names = new TreeMap<>();
    private Map<String, Content> durableNames = new TreeMap<>();

    /// May reach the disk before what was created and renamed earlier.
    private final Set<String> deletedSinceForce = new HashSet<>();

    private final RandomGenerator random;
    private final List<Fault> faults;
    private final Map<String, Integer> passed = new HashMap<>();
    private Fault.@Nullable Kind ended;
    private String endedAt = "";
    private boolean hasStruck;
    private final Set<String> struck = new HashSet<>();

    FaultDisk(RandomGenerator random, List<Fault> faults) {
        this.random = random;
        this.faults = new ArrayList<>(faults);
    }

    /// What is there at the next start.
    synchronized FaultDisk restarted(List<Fault> next) {
        FaultDisk disk = new FaultDisk(random, next);
        boolean isPowerLost = ended == Fault.Kind.POWER_LOSS;
        Map<String, Content> survivors =
                new TreeMap<>(isPowerLost && random.nextBoolean() ? durableNames : names);
        if (isPowerLost) {
            deletedSinceForce.stream()
                    .sorted()
                    .filter(_ -> random.nextBoolean())
                    .forEach(survivors::remove);
        }
        survivors.forEach((name, content) -> {
            Content survived = new Content();
            survived.current = isPowerLost ? survivor(content) : content.current.clone();
            // A process that ended leaves the kernel's pages, which reach the disk in time.
            survived.durable = survived.current.clone();
            disk.names.put(name, survived);
        });
        disk.durableNames = new TreeMap<>(disk.names);
        return disk;
    }

    private byte[] survivor(Content content) {
        byte[] bytes = content.durable.clone();
        for (Unforced write : content.unforced) {
            int end = write.at() + write.bytes().length;
            if (end > bytes.length && random.nextBoolean()) {
                bytes = Arrays.copyOf(bytes, end);
            }
            for (int at = write.at(); at < Math.min(end, bytes.length); ) {
                int next = Math.min((at / SECTOR + 1) * SECTOR, Math.min(end, bytes.length));
                if (random.nextBoolean()) {
                    System.arraycopy(write.bytes(), at - write.at(), bytes, at, next - at);
                }
                at = next;
            }
        }
        return bytes;
    }

    synchronized boolean hasEnded() {
        return ended != null;
    }

    /// Whether an operation has failed, or everything.
    synchronized boolean hasStruck() {
        return hasStruck;
    }

    /// What went wrong where.
    synchronized Set<String> struck() {
        return Set.copyOf(struck);
    }

    /// Where the fault that ended this run of the engine struck.
    synchronized String endedAt() {
        return endedAt;
    }

    /// A copy of all bytes, to be damaged and read again.
    synchronized Map<String, byte[]> image() {
        Map<String, byte[]> image = new TreeMap<>();
        names.forEach((name, content) -> image.put(name, content.current.clone()));
        return image;
    }

    static FaultDisk of(Map<String, byte[]> image, RandomGenerator random) {
        FaultDisk disk = new FaultDisk(random, List.of());
        image.forEach((name, bytes) -> {
            Content content = new Content();
            content.current = bytes.clone();
            content.force();
            disk.names.put(name, content);
        });
        disk.durableNames = new TreeMap<>(disk.names);
        return disk;
    }

    // Faults.

    @Override
    public void at(Point point) {
        Fault.Kind kind = pass(point.name());
        if (kind == Fault.Kind.STALL) {
            stall();
        }
        if (hasEnded()) {
            throw new Crashed("at " + point);
        }
    }

    /// The fault that strikes now, if one does.
    private synchronized Fault.@Nullable Kind pass(String place) {
        if (ended != null) {
            return null;
        }
        int count = passed.merge(place, 1, Integer::sum);
        int all = passed.merge(Fault.ANYWHERE, 1, Integer::sum);
        for (Fault fault : faults) {
            boolean isNow =
                    (fault.place().equals(place) && fault.nth() == count)
                            || (fault.place().equals(Fault.ANYWHERE) && fault.nth() == all);
            if (isNow) {
                if (fault.kind() == Fault.Kind.KILL || fault.kind() == Fault.Kind.POWER_LOSS) {
                    ended = fault.kind();
                    endedAt = place;
                }
                struck.add(fault.kind() + " " + place);
                hasStruck |= fault.kind() != Fault.Kind.STALL;
                return fault.kind();
            }
        }
        return null;
    }

    /// False if the operation is to fail before it did anything.
    private boolean begin(String place) throws IOException {
        if (hasEnded()) {
            throw new IOException("the machine is off");
        }
        Fault.Kind kind = pass(place);
        if (kind == Fault.Kind.STALL) {
            stall();
        }
        return kind == null || kind == Fault.Kind.STALL;
    }

    private void end(String place) throws IOException {
        if (!begin(place)) {
            throw new IOException("Input/output error " + place);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // others are to have their turns
    private static void stall() {
        for (int i = 0; i < STALL_TURNS; i++) {
            Thread.yield();
        }
    }

    private static String kind(String name) {
        return name.startsWith("log-") ? "log" : "snapshot";
    }

    private interface Action {
        void run();
    }

    private void operate(String what, Action action) throws IOException {
        if (!begin("before " + what)) {
            throw new IOException("Input/output error before " + what);
        }
        synchronized (this) {
            action.run();
        }
        end("after " + what);
    }

    // The directory.

    @Override
    public AutoCloseable lock() {
        return () -> {};
    }

    @Override
    public synchronized List<String> names() {
        return List.copyOf(names.keySet());
    }

    @Override
    public File create(String name) throws IOException {
        operate(kind(name) + " create", () -> names.put(name, new Content()));
        return open(name);
    }

    @Override
    public synchronized File open(String name) throws IOException {
        return new FaultFile(kind(name), content(name));
    }

    private Content content(String name) throws IOException {
        Content content = names.get(name);
        if (content == null) {
            throw new IOException("no such file: " + name);
        }
        return content;
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Content content;
        synchronized (this) {
            content = content(from);
        }
        operate(
                kind(from) + " rename",
                () -> {
                    names.remove(from);
                    names.put(to, content);
                });
    }

    @Override
    public void delete(String name) throws IOException {
        operate(
                kind(name) + " delete",
                () -> {
                    names.remove(name);
                    deletedSinceForce.add(name);
                });
    }

    @Override
    public void force() throws IOException {
        operate(
                "directory fsync",
                () -> {
                    durableNames = new TreeMap<>(names);
                    deletedSinceForce.clear();
                });
    }

    @Override
    public String path(String name) {
        return "/simulated/" + name;
    }

    private final class FaultFile implements File {

        private final String kind;
        private final Content content;

        FaultFile(String kind, Content content) {
            this.kind = kind;
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (FaultDisk.this) {
                return content.current.length;
            }
        }

        @Override
        public void read(ByteBuffer bytes, long at) {
            synchronized (FaultDisk.this) {
                int count = (int) Math.min(bytes.remaining(), content.current.length - at);
                bytes.put(content.current, (int) at, Math.max(0, count));
            }
        }

        @Override
        public void write(ByteBuffer bytes, long at) throws IOException {
            byte[] all = new byte[bytes.remaining()];
            bytes.get(all);
            boolean isOff = hasEnded();
            if (begin("before " + kind + " write")) {
                put(all, (int) at);
                end("after " + kind + " write");
                return;
            }
            if (!isOff) {
                put(Arrays.copyOf(all, random.nextInt(all.length + 1)), (int) at);
            }
            throw new IOException(hasEnded() ? "the machine is off" : "No space left on device");
        }

        private void put(byte[] written, int at) {
            synchronized (FaultDisk.this) {
                content.unforced.add(new Unforced(written, at));
                int end = at + written.length;
                if (end > content.current.length) {
                    content.current = Arrays.copyOf(content.current, end);
                }
                System.arraycopy(written, 0, content.current, at, written.length);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            operate(
                    kind + " truncate",
                    () -> {
                        content.current = Arrays.copyOf(content.current, (int) size);
                        // What was there may come back, until it is forced.
                        content.unforced.replaceAll(write -> write.before((int) size));
                    });
        }

        @Override
        public void force() throws IOException {
            if (!begin("before " + kind + " fsync")) {
                synchronized (FaultDisk.this) {
                    if (ended == null) {
                        // The kernel gives up what it could not write, and knows nothing of it
                        // later.
                        content.unforced.clear();
                    }
                }
                throw new IOException("Input/output error before " + kind + " fsync");
            }
            synchronized (FaultDisk.this) {
                content.force();
            }
            end("after " + kind + " fsync");
        }

        @Override
        public void close() {}
    }
}
