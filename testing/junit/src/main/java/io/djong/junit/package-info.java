/// A whole control plane inside a test's JVM, on a clock that the test owns.
///
/// Start at [Djong#start]. Nothing waits for real time: [Djong#advance] makes leases expire and back-offs elapse at once, and
/// returns when the cluster has come to rest.
@NullMarked
package io.djong.junit;

import org.jspecify.annotations.NullMarked;
