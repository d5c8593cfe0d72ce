/// The one source of truth: keys to bytes, every change numbered by one global revision.
///
/// Start at [Store]; its engines are [MemoryStore] and [DiskStore]. Both keep all versions in [MultiVersionIndex],
/// and hand changes to watchers through [Hubs]; the disk engine writes a [WriteAheadLog] first.
///
/// Readers never wait for the writer: what they see is an immutable [State] behind one volatile field.
/// The memory engine commits on the caller's thread; the disk engine has one writer thread, which
/// commits all waiting transactions together, and a short-lived thread for each snapshot file.
@NullMarked
package io.djong.store;

import org.jspecify.annotations.NullMarked;
