package io.djong.apiserver.answers;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.storage.StoredObject;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FramesTest {

    private static final int MEGABYTE = 1 << 20;

    private final Frames frames = new Frames();
    private final AtomicInteger encoded = new AtomicInteger();

    private static Stored stored(long revision) {
        Fields tree = Fields.of("metadata", Fields.of("name", "a"));
        return new Stored("/registry/pods/a", StoredObject.of(tree), revision);
    }

    private byte[] frame(Stored stored, String shape, int bytes) {
        return frames.frame(
                "MODIFIED",
                stored,
                shape,
                () -> {
                    encoded.incrementAndGet();
                    return new byte[bytes];
                });
    }

    @Test
    void encodesAnEventOnceForAThousandWatchers() throws InterruptedException {
        Stored event = stored(7);
        List<Thread> watchers = new ArrayList<>();

        for (int i = 0; i < 1000; i++) {
            watchers.add(Thread.startVirtualThread(() -> frame(event, "json", 100)));
        }
        for (Thread watcher : watchers) {
            watcher.join();
        }

        assertThat(encoded).hasValue(1);
    }

    @Test
    void tellsShapesRevisionsAndObjectsApart() {
        Stored event = stored(7);
        frame(event, "json", 100);
        frame(event, "protobuf", 100);
        frame(new Stored(event.key(), event.object(), 8), "json", 100);
        frame(stored(7), "json", 100);

        assertThat(encoded).hasValue(4);
    }

    @Test
    void forgetsTheOldestOfManyMegabytes() {
        Stored first = stored(1);
        frame(first, "json", MEGABYTE);
        for (int i = 2; i < 20; i++) {
            frame(stored(i), "json", MEGABYTE);
        }

        frame(first, "json", MEGABYTE);

        assertThat(encoded).hasValue(20);
    }
}
