package io.djong.store;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The changes below one prefix (or of one key), as a linked list that all its watches walk.
///
/// Nobody holds the list's beginning: what the slowest watch has read is garbage. The publishing lock guards all
/// but the links, which are read freely: a reader looks no further than the revision published before it began.
final class Hub {

    /// A change; or none, where a watch joins that still replays history.
    static final class Node {
        final @Nullable Event event;
        @Nullable Node next;

        Node(@Nullable Event event) {
            this.event = event;
        }
    }

    /// Closed watches that a quiet hub lets pile up in its wait list, beside as many as are open.
    private static final int STALE_WAITERS_MAX = 64;

    final KeyRange range;
    final WaitList waiters = new WaitList();
    final Set<HubWatch> watches = new HashSet<>();
    private Node tail = new Node(null);
    private int parted;

    Hub(KeyRange range) {
        this.range = range;
    }

    void append(Event event) {
        append(new Node(event));
    }

    /// A place that only changes from now on come behind.
    Node mark() {
        append(new Node(null));
        return tail;
    }

    private void append(Node node) {
        tail.next = node;
        tail = node;
    }

    void part(HubWatch watch) {
        watches.remove(watch);
        if (++parted > STALE_WAITERS_MAX + watches.size()) {
            parted = 0;
            waiters.wakeAll();
        }
    }
}
