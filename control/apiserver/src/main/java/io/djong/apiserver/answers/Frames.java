package io.djong.apiserver.answers;

import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.storage.StoredObject;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The latest frames of watches, so that an event is encoded once for all watchers that want it in the same shape.
///
/// Frames leave in the order in which they came, whoever may still want them: for a watcher that is far behind they are
/// made again. Safe for all threads; a small lock orders the leaving.
final class Frames {

    /// What is kept at most, beside the frame that came last.
    private static final long BYTES_MAX = 8 << 20;

    /// What makes frames equal for all their readers. Stored objects are told apart by identity.
    ///
    /// @param shape media type, version and representation
    private record Key(StoredObject object, long revision, String type, String shape) {}

    /// A frame, or the place where the first who needs it makes it.
    private static final class Slot {

        private final Key key;
        private volatile byte @Nullable [] bytes;

        Slot(Key key) {
            this.key = key;
        }

        byte[] bytes(Supplier<byte[]> encoder) {
            byte[] known = bytes;
            return known != null ? known : encode(encoder);
        }

        private synchronized byte[] encode(Supplier<byte[]> encoder) {
            byte[] known = bytes;
            if (known == null) {
                known = encoder.get();
                bytes = known;
            }
            return known;
        }
    }

    private record Kept(Key key, int bytes) {}

    private final ConcurrentHashMap<Key, Slot> slots = new ConcurrentHashMap<>();
    private final Queue<Kept> order = new ArrayDeque<>();
    private long bytes;

    /// The frame of one event, made by `encoder` if it is not there.
    byte[] frame(String type, Stored stored, String shape, Supplier<byte[]> encoder) {
        Key key = new Key(stored.object(), stored.revision(), type, shape);
        Slot known = slots.get(key);
        if (known != null) {
            return known.bytes(encoder);
        }
        Slot mine = new Slot(key);
        Slot first = slots.putIfAbsent(key, mine);
        if (first != null) {
            return first.bytes(encoder);
        }
        byte[] frame = mine.bytes(encoder);
        keep(new Kept(mine.key, frame.length));
        return frame;
    }

    private synchronized void keep(Kept newest) {
        order.add(newest);
        bytes += newest.bytes;
        while (bytes > BYTES_MAX && order.size() > 1) {
            Kept oldest = order.remove();
            bytes -= oldest.bytes;
            slots.remove(oldest.key);
        }
    }
}
