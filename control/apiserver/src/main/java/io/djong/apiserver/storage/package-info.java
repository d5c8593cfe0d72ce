/// Objects in the store: encoded once when written, shared by everybody who reads.
///
/// Start at [StoredObject], which is what the store keeps under a key, and [Objects], which reads and writes them by
/// resource. A stored object is immutable; what it caches is made at most a few times and shared by all threads.
@NullMarked
package io.djong.apiserver.storage;

import org.jspecify.annotations.NullMarked;
