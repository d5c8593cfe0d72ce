package io.djong.simulation;

import io.djong.simulation.History.Reading;
import io.djong.simulation.Order.Known;
import io.djong.store.Event;
import java.util.ArrayList;
import java.util.List;

/// Says whether watches were told each change of their range, once, in order, whole revisions at a time, whatever
/// reconnections and restarts there were, and nothing after they were told that it was complete.
final class WatchChecker {

    private final Order order;

    WatchChecker(Order order) {
        this.order = order;
    }

    List<String> check(Reading reading) {
        List<String> expected = new ArrayList<>();
        long end = Math.min(reading.progress, order.newest());
        for (long revision = reading.after + 1; revision <= end; revision++) {
            order.changes(revision).stream()
                    .filter(event -> reading.range.contains(event.entry().key()))
                    .map(WatchChecker::describe)
                    .forEach(expected::add);
        }
        List<String> found =
                reading.events.stream()
                        .filter(event -> event.revision() <= reading.progress)
                        .map(WatchChecker::describe)
                        .toList();
        if (reading.progress > order.newest()) {
            return List.of(
                    "a watch was complete up to %d, the newest is %d"
                            .formatted(reading.progress, order.newest()));
        }
        if (found.equals(expected)) {
            return List.of();
        }
        int at = 0;
        while (at < Math.min(found.size(), expected.size())
                && found.get(at).equals(expected.get(at))) {
            at++;
        }
        return List.of(
                "the watch of %s after %d was told %s as number %d, it should be %s"
                        .formatted(
                                reading.range,
                                reading.after,
                                at < found.size() ? found.get(at) : "nothing",
                                at,
                                at < expected.size() ? expected.get(at) : "nothing"));
    }

    private static String describe(Event event) {
        return "%s %s=%s at %d, before %s"
                .formatted(
                        event.type(),
                        event.entry().key(),
                        Known.of(event.entry()),
                        event.revision(),
                        Known.of(event.previous()));
    }
}
