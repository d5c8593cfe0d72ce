package io.djong.store;

/// A key with its value at some revision.
///
/// @param created the revision at which the key came into being
/// @param modified the revision of its last change
/// @param version 1 when created, one more with every change since
public record Entry(String key, Value value, long created, long modified, long version) {}
