package io.djong.cel;

import java.util.List;

/// One signature of a function.
///
/// @param isMember called as `target.function(...)`; the target is the first argument
record Overload(
        String function, String id, boolean isMember, List<CelType> arguments, CelType result) {}
