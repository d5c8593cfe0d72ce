package io.djong.client;

import java.util.ArrayList;
import java.util.List;

/// What happened to one object.
public sealed interface Change<T> {

    record Added<T>(T now) implements Change<T> {}

    record Updated<T>(T before, T now) implements Change<T> {}

    /// @param before the last state that was seen
    record Deleted<T>(T before) implements Change<T> {}

    /// The newest state that is known.
    default T latest() {
        return switch (this) {
            case Added<T>(T now) -> now;
            case Updated<T>(_, T now) -> now;
            case Deleted<T>(T before) -> before;
        };
    }

    /// The states before and after, as far as there are such.
    default List<T> states() {
        List<T> states = new ArrayList<>(2);
        switch (this) {
            case Added<T>(T now) -> states.add(now);
            case Updated<T>(T before, T now) -> {
                states.add(before);
                states.add(now);
            }
            case Deleted<T>(T before) -> states.add(before);
        }
        return states;
    }
}
