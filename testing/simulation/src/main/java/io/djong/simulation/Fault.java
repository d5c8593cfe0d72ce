package io.djong.simulation;

import io.djong.store.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What goes wrong, and when: at the `nth` time that the engine passes `place`, or any place if that is [#ANYWHERE].
record Fault(Kind kind, String place, int nth) {

    static final String ANYWHERE = "anywhere";

    enum Kind {
        /// The process ends; what it wrote stays.
        KILL,
        /// The machine ends: what was not forced may be lost, in any part.
        POWER_LOSS,
        /// The operation fails and did a part of its work; after a failed fsync the pages count as clean, but are not on the disk.
        ERROR,
        /// The operation takes so long that everybody else gets on meanwhile.
        STALL
    }

    /// Where a fault can be: before and after each operation on each kind of file, and at each point of the engine's.
    static final List<String> PLACES = places();

    private static List<String> places() {
        List<String> places = new ArrayList<>();
        for (String file : List.of("log", "snapshot")) {
            for (String operation :
                    List.of("create", "write", "fsync", "truncate", "rename", "delete")) {
                places.add("before " + file + " " + operation);
                places.add("after " + file + " " + operation);
            }
        }
        places.add("before directory fsync");
        places.add("after directory fsync");
        for (Probe.Point point : Probe.Point.values()) {
            places.add(point.name());
        }
        return List.copyOf(places);
    }

    static Fault random(RandomGenerator random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        boolean isAnywhere = random.nextInt(3) == 0;
        return isAnywhere
                ? new Fault(kind, ANYWHERE, 1 + random.nextInt(400))
                : new Fault(
                        kind,
                        PLACES.get(random.nextInt(PLACES.size())),
                        1 + random.nextInt(random.nextBoolean() ? 2 : 40));
    }
}
