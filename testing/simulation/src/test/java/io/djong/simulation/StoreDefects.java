package io.djong.simulation;

import io.djong.store.Entry;
import io.djong.store.Event;
import io.djong.store.KeyRange;
import io.djong.store.Snapshot;
import io.djong.store.Store;
import io.djong.store.Watch;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What would be wrong if the engine answered like this.
final class StoreDefects {

    /// One answer in so many is wrong.
    private static final int SELDOM = 25;

    private StoreDefects() {}

    static Store reorderingEvents(Store store) {
        return new PassingStore(store) {
            @Override
            public Watch watch(KeyRange range, long after) {
                return new PassingWatch(store.watch(range, after)) {
                    private int count;

                    @Override
                    List<Event> change(List<Event> events) {
                        if (events.size() > 1 && ++count % SELDOM == 0) {
                            List<Event> changed = new ArrayList<>(events);
                            Collections.swap(changed, 0, 1);
                            return changed;
                        }
                        return events;
                    }
                };
            }
        };
    }

    static Store droppingOneOnReconnect(Store store) {
        return new PassingStore(store) {
            @Override
            public Watch watch(KeyRange range, long after) {
                Watch watch = store.watch(range, after);
                return after == 0 ? watch : new DroppingFirst(watch);
            }
        };
    }

    private static final class DroppingFirst extends PassingWatch {
        private boolean hasDropped;

        DroppingFirst(Watch watch) {
            super(watch);
        }

        @Override
        List<Event> change(List<Event> events) {
            if (hasDropped || events.isEmpty()) {
                return events;
            }
            hasDropped = true;
            return events.subList(1, events.size());
        }
    }

    static Store reusingRevisions(Store store) {
        return new PassingStore(store) {
            private int count;

            @Override
            public Commit commit(Transaction transaction) {
                Commit outcome = store.commit(transaction);
                return outcome instanceof Commit.Committed(var at, var written)
                                && ++count % SELDOM == 0
                        ? new Commit.Committed(at - 1, written)
                        : outcome;
            }
        };
    }

    static Store readingAStaleIndex(Store store) {
        return new PassingStore(store) {
            private int count;

            @Override
            public Snapshot read(long at) {
                long newest = store.revision();
                boolean isStale =
                        at == 0 && newest - 1 > store.compacted() && ++count % SELDOM == 0;
                return store.read(isStale ? newest - 1 : at);
            }
        };
    }

    /// A live key that had not changed since is gone with the history.
    static Store losingALiveKeyInCompaction(Store store) {
        return new PassingStore(store) {
            private @Nullable Entry lost;

            @Override
            public void compact(long before) {
                store.compact(before);
                for (Entry entry : store.read(0).range(KeyRange.prefix("/k/"), null, 0)) {
                    if (entry.modified() <= before) {
                        lost = entry;
                    }
                }
            }

            @Override
            public Snapshot read(long at) {
                Entry gone = lost;
                Snapshot snapshot = store.read(at);
                if (gone == null || snapshot.revision() < gone.modified()) {
                    return snapshot;
                }
                return new PassingSnapshot(snapshot) {
                    @Override
                    boolean shows(String key) {
                        return !key.equals(gone.key()) || !gone.equals(snapshot.get(gone.key()));
                    }
                };
            }
        };
    }

    static Store duplicatingAfterResume(Store store) {
        return new PassingStore(store) {
            @Override
            public Watch watch(KeyRange range, long after) {
                return store.watch(range, after > store.compacted() ? after - 1 : after);
            }
        };
    }

    /// What the leases read when they begin lacks some of them.
    static Store forgettingLeases(Store store) {
        return new PassingStore(store) {
            @Override
            public Snapshot read(long at) {
                return new PassingSnapshot(store.read(at)) {
                    @Override
                    boolean shows(String key) {
                        return true;
                    }

                    @Override
                    public List<Entry> range(KeyRange range, @Nullable String after, int limit) {
                        return super.range(range, after, limit).stream()
                                .filter(entry -> !entry.key().endsWith("7"))
                                .toList();
                    }
                };
            }
        };
    }
}
