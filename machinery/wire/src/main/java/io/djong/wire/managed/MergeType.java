package io.djong.wire.managed;

/// How values of a type merge.
public sealed interface MergeType {
    /// Replaced as a whole.
    record Atomic() implements MergeType {}
}
