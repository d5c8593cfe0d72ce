package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Events;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.storage.StoredObject;
import io.djong.meta.Clock;
import io.djong.store.ClosedException;
import io.djong.store.LaggedException;
import io.djong.store.Watch;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/// The objects that are there, then every change, as one watcher is to see them. Confined to its reader, but for [#close].
final class WatchEvents implements Events {

    /// As often as upstream tells idle watchers how far they are.
    private static final Duration BOOKMARK_EVERY = Duration.ofMinutes(1);

    /// @param endMark whether a bookmark marks the end of the initial objects
    record Rules(ListVerb.Matcher matcher, boolean bookmarks, boolean endMark, Duration timeout) {}

    private final Watch watch;
    private final Rules rules;
    private final Clock clock;
    private final Queue<Event> ready = new ArrayDeque<>();
    private final long from;
    private final long deadline;
    private long bookmarkAt;
    private long told;

    WatchEvents(Watch watch, List<Stored> present, long from, Rules rules, Clock clock) {
        this.watch = watch;
        this.from = from;
        this.rules = rules;
        this.clock = clock;
        this.deadline = clock.nanos() + rules.timeout.toNanos();
        this.bookmarkAt = clock.nanos() + BOOKMARK_EVERY.toNanos();
        this.told = from;
        present.forEach(stored -> ready.add(new Event.Change("ADDED", stored)));
        if (rules.endMark) {
            ready.add(new Event.Bookmark(from, true));
        }
    }

    @Override
    public @Nullable Event next(Duration patience) throws InterruptedException {
        long until = clock.nanos() + patience.toNanos();
        while (true) {
            Event event = ready.poll();
            if (event != null) {
                return event;
            }
            long now = clock.nanos();
            if (now - deadline >= 0) {
                return new Event.Ended();
            }
            if (rules.bookmarks && now - bookmarkAt >= 0) {
                bookmarkAt = now + BOOKMARK_EVERY.toNanos();
                if (watch.progress() > told) {
                    told = watch.progress();
                    return new Event.Bookmark(told, false);
                }
            }
            long wait = Math.min(until - now, deadline - now);
            if (rules.bookmarks) {
                wait = Math.min(wait, bookmarkAt - now);
            }
            Event broken = take(Duration.ofNanos(Math.max(wait, 0)));
            if (broken != null) {
                return broken;
            }
            if (ready.isEmpty() && clock.nanos() - until >= 0) {
                return null;
            }
        }
    }

    private @Nullable Event take(Duration wait) throws InterruptedException {
        try {
            for (io.djong.store.Event change : watch.take(wait)) {
                Event event = event(change);
                if (event != null) {
                    ready.add(event);
                }
            }
            return null;
        } catch (LaggedException lagged) {
            return new Event.Broken(WatchVerb.tooOld(told, from));
        } catch (ClosedException closed) {
            return new Event.Ended();
        }
    }

    /// What a change of the store is to this watcher: an object that comes to match is added, one that ceases to is deleted.
    private @Nullable Event event(io.djong.store.Event change) {
        Stored now =
                new Stored(
                        change.entry().key(),
                        (StoredObject) change.entry().value(),
                        change.revision());
        Stored before =
                change.previous() == null
                        ? null
                        : new Stored(
                                now.key(),
                                (StoredObject) change.previous().value(),
                                change.revision());
        told = change.revision();
        boolean matched = before != null && rules.matcher.matches(before);
        boolean matches =
                change.type() == io.djong.store.Event.Type.PUT && rules.matcher.matches(now);
        if (change.type() == io.djong.store.Event.Type.DELETE) {
            matched = rules.matcher.matches(now);
        }
        if (matches) {
            return new Event.Change(matched ? "MODIFIED" : "ADDED", now);
        }
        if (!matched) {
            return null;
        }
        if (change.type() == io.djong.store.Event.Type.DELETE || before == null) {
            return new Event.Change("DELETED", now);
        }
        return new Event.Change("DELETED", before);
    }

    @Override
    public void close() {
        watch.close();
    }
}
