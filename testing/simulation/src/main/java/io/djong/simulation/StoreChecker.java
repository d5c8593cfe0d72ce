package io.djong.simulation;

import io.djong.simulation.History.Call;
import io.djong.simulation.Order.Known;
import io.djong.store.Entry;
import io.djong.store.Store.Commit;
import io.djong.store.Store.Guard;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// Says whether a history is strictly serializable.
///
/// The store names an order itself, by its revisions: so nothing has to be searched, only checked. In that order each
/// call must give the answer that it gave, and no call may come before one that had ended when it began.
final class StoreChecker {

    private final Order order;
    private final List<Call> calls;
    private final Map<Long, Call.Sent> writers = new HashMap<>();
    private final List<String> violations = new ArrayList<>();

    /// When answers came, and the greatest revision that any answer until then told of.
    private final long[] ended;

    private final long[] told;

    StoreChecker(Order order, List<Call> calls) {
        this.order = order;
        this.calls = calls.stream().sorted(Comparator.comparingLong(Call::ended)).toList();
        this.ended = this.calls.stream().mapToLong(Call::ended).toArray();
        this.told = new long[ended.length];
        long newest = 0;
        for (int i = 0; i < told.length; i++) {
            newest = Math.max(newest, toldBy(this.calls.get(i)));
            told[i] = newest;
        }
    }

    private static long toldBy(Call call) {
        return switch (call) {
            case Call.Sent(_, Commit.Committed(var at, _), _, _, _) -> at;
            case Call.Sent(_, Commit.Refused(_, var current), _, _, _) ->
                    current == null ? 0 : current.modified();
            case Call.Sent _ -> 0;
            case Call.Read read -> read.at();
            case Call.Compacted _ -> 0;
            case Call.TooOld(_, var oldest, _, _) -> oldest;
        };
    }

    /// The newest revision that somebody had been told of when a call began.
    private long toldBefore(long began) {
        int at = Arrays.binarySearch(ended, began);
        int before = at < 0 ? -at - 2 : at - 1;
        return before < 0 ? 0 : told[before];
    }

    List<String> check() {
        violations.addAll(order.violations());
        findWriters();
        for (Call call : calls) {
            switch (call) {
                case Call.Sent sent -> check(sent);
                case Call.Read read -> check(read);
                case Call.TooOld old -> check(old);
                case Call.Compacted _ -> {}
            }
        }
        return violations;
    }

    // Who wrote which revision.

    private void findWriters() {
        for (Call call : calls) {
            if (call instanceof Call.Sent sent
                    && sent.outcome() instanceof Commit.Committed(var at, var written)
                    && changes(sent.transaction(), written)) {
                Call.Sent other = writers.putIfAbsent(at, sent);
                if (other != null) {
                    violations.add(
                            "revision %d was given to two: %s and %s"
                                    .formatted(at, describe(other), describe(sent)));
                } else if (!order.explains(sent.transaction(), at)) {
                    violations.add(
                            "%s was acknowledged at revision %d of %d, where there is %s"
                                    .formatted(
                                            describe(sent), at, order.newest(), order.changes(at)));
                }
            }
        }
        Set<Call.Sent> unanswered = unanswered();
        LongStream.rangeClosed(1, order.newest())
                .filter(revision -> !writers.containsKey(revision))
                .forEach(revision -> findWriter(revision, unanswered));
    }

    private static boolean changes(Transaction transaction, List<@Nullable Entry> written) {
        for (int i = 0; i < written.size(); i++) {
            if (written.get(i) != null || transaction.writes().get(i) instanceof Write.Put) {
                return true;
            }
        }
        return false;
    }

    /// Calls that failed, and may have had an effect all the same. If the same engine committed another one later, it
    /// had told the truth.
    private Set<Call.Sent> unanswered() {
        Map<Integer, Long> lastCommit = new HashMap<>();
        for (Call call : calls) {
            if (call instanceof Call.Sent sent && sent.outcome() instanceof Commit.Committed) {
                lastCommit.merge(sent.incarnation(), sent.began(), Math::max);
            }
        }
        Set<Call.Sent> unanswered = new HashSet<>();
        for (Call call : calls) {
            if (call instanceof Call.Sent sent
                    && sent.outcome() == null
                    && lastCommit.getOrDefault(sent.incarnation(), 0L) < sent.ended()) {
                unanswered.add(sent);
            }
        }
        return unanswered;
    }

    private void findWriter(long revision, Set<Call.Sent> unanswered) {
        for (Call.Sent sent : unanswered) {
            SortedMap<String, Known> before = order.at(revision - 1);
            if (order.explains(sent.transaction(), revision)
                    && before != null
                    && failing(sent.transaction(), before) == null) {
                writers.put(revision, sent);
                unanswered.remove(sent);
                return;
            }
        }
        violations.add(
                "revision %d was written by nobody: %s"
                        .formatted(revision, order.changes(revision)));
    }

    // What each call was told.

    private void check(Call.Sent sent) {
        switch (sent.outcome()) {
            case Commit.Committed(var at, var written) -> {
                boolean isWrite = changes(sent.transaction(), written);
                long known = toldBefore(sent.began());
                if (isWrite ? at <= known : at < known) {
                    violations.add(
                            "%s came to revision %d, when %d was known already"
                                    .formatted(describe(sent), at, known));
                }
                SortedMap<String, Known> base = order.at(isWrite ? at - 1 : at);
                if (base == null) {
                    violations.add(
                            "%s was acknowledged at revision %d, the newest is %d"
                                    .formatted(describe(sent), at, order.newest()));
                } else if (failing(sent.transaction(), base) != null) {
                    violations.add(
                            "%s was done at revision %d though its guard did not hold"
                                    .formatted(describe(sent), at));
                }
            }
            case Commit.Refused(var guard, var current) -> checkRefused(sent, guard, current);
            case null -> {}
        }
    }

    private void checkRefused(Call.Sent sent, Guard guard, @Nullable Entry current) {
        Known found = Known.of(current);
        for (long at = toldBefore(sent.began()); at <= order.newest(); at++) {
            Call.Sent writer = writers.get(at);
            if (writer != null && writer.began() > sent.ended()) {
                break;
            }
            SortedMap<String, Known> state = order.at(at);
            if (state != null
                    && Objects.equals(state.get(guard.key()), found)
                    && guard.equals(failing(sent.transaction(), state))) {
                return;
            }
        }
        violations.add(
                "%s was refused for %s, which was there at no time"
                        .formatted(describe(sent), found));
    }

    private static @Nullable Guard failing(
            Transaction transaction, SortedMap<String, Known> state) {
        for (Guard guard : transaction.guards()) {
            Known current = state.get(guard.key());
            boolean holds =
                    switch (guard) {
                        case Guard.Absent _ -> current == null;
                        case Guard.Unchanged(_, var since) ->
                                current != null && current.modified() == since;
                    };
            if (!holds) {
                return guard;
            }
        }
        return null;
    }

    private void check(Call.Read read) {
        long known = toldBefore(read.began());
        if (read.asked() == 0 && read.at() < known) {
            violations.add(
                    "a read saw revision %d, when %d was known already"
                            .formatted(read.at(), known));
        }
        if (read.asked() != 0 && read.at() != read.asked()) {
            violations.add("a read of revision %d saw %d".formatted(read.asked(), read.at()));
        }
        SortedMap<String, Known> state = order.at(read.at());
        if (state == null) {
            violations.add(
                    "a read saw revision %d, the newest is %d"
                            .formatted(read.at(), order.newest()));
            return;
        }
        List<String> expected =
                state.entrySet().stream()
                        .filter(entry -> read.range().contains(entry.getKey()))
                        .limit(read.limit() == 0 ? Long.MAX_VALUE : read.limit())
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList();
        List<String> found =
                read.found().stream().map(entry -> entry.key() + "=" + Known.of(entry)).toList();
        if (!found.equals(expected)) {
            violations.add(
                    "a read of %s at revision %d saw %s, there is %s"
                            .formatted(read.range(), read.at(), found, expected));
        }
    }

    private void check(Call.TooOld old) {
        long asked = 0;
        for (Call call : calls) {
            if (call instanceof Call.Compacted(var before, var began, _) && began < old.ended()) {
                asked = Math.max(asked, before);
            }
        }
        if (old.oldest() > asked || old.asked() >= old.oldest()) {
            violations.add(
                    "revision %d was said to be compacted up to %d, asked for was %d"
                            .formatted(old.asked(), old.oldest(), asked));
        }
    }

    private static String describe(Call.Sent sent) {
        return "%s (%d-%d)".formatted(sent.transaction(), sent.began(), sent.ended());
    }
}
