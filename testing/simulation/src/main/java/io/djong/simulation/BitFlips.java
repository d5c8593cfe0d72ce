package io.djong.simulation;

import io.djong.meta.Threads;
import io.djong.store.KeyRange;
import io.djong.store.Store;
import io.djong.store.StoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// Changes single bits in a store's files: opening it must say so, or show what was there.
///
/// The log's last frame is left alone: a damaged one cannot be told from one that was never written completely.
final class BitFlips {

    private static final int FLIPS = 3;
    private static final int HEADER_BYTES = 36;
    private static final int FRAME_HEADER_BYTES = 12;

    private final Map<String, byte[]> image;
    private final RandomGenerator random;

    BitFlips(Map<String, byte[]> image, RandomGenerator random) {
        this.image = image;
        this.random = random;
    }

    List<String> check() {
        List<String> violations = new ArrayList<>();
        String sound = content(image);
        String newestLog = "";
        for (String name : image.keySet()) {
            newestLog = name.startsWith("log-") ? name : newestLog;
        }
        List<Map.Entry<String, byte[]>> files = List.copyOf(image.entrySet());
        for (int i = 0; i < FLIPS; i++) {
            Map.Entry<String, byte[]> file = files.get(random.nextInt(files.size()));
            String name = file.getKey();
            byte[] bytes = file.getValue().clone();
            int end = name.equals(newestLog) ? lastFrame(bytes) : bytes.length;
            int at = random.nextInt(Math.max(1, end));
            bytes[at] ^= (byte) (1 << random.nextInt(8));
            Map<String, byte[]> damaged = new HashMap<>(image);
            damaged.put(name, bytes);
            String found = content(damaged);
            if (!found.equals(sound) && !found.startsWith(REFUSED)) {
                violations.add(
                        "a changed bit at %d of %s was not noticed: %s instead of %s"
                                .formatted(at, name, found, sound));
            }
        }
        return violations;
    }

    /// Where the last frame of a log begins.
    private static int lastFrame(byte[] log) {
        ByteBuffer bytes = ByteBuffer.wrap(log);
        int magic = log.length < HEADER_BYTES + FRAME_HEADER_BYTES ? 0 : bytes.getInt(HEADER_BYTES);
        int last = HEADER_BYTES;
        int at = HEADER_BYTES;
        while (at + FRAME_HEADER_BYTES < log.length && magic != 0 && bytes.getInt(at) == magic) {
            last = at;
            at += FRAME_HEADER_BYTES + bytes.getInt(at + 4);
        }
        return last;
    }

    private static final String REFUSED = "refused: ";

    private String content(Map<String, byte[]> files) {
        SimulatedTime time = new SimulatedTime(Threads.virtual());
        try (Store store = Simulation.open(FaultDisk.of(files, random), time, random)) {
            StringBuilder content = new StringBuilder("revision " + store.revision());
            store.read(0)
                    .scan(
                            KeyRange.ALL,
                            null,
                            entry -> {
                                content.append(' ').append(entry.key());
                                content.append('=').append(Order.Known.of(entry));
                                return true;
                            });
            return content.toString();
        } catch (StoreException refused) {
            return REFUSED + refused.getMessage();
        }
    }
}
