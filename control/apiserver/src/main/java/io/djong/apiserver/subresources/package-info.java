/// What lies below an object and is not the object itself: scale, binding, eviction, tokens, reviews.
///
/// Each is one [io.djong.apiserver.verbs.Verb] that knows its methods. Everything blocks and may be called from many threads.
@NullMarked
package io.djong.apiserver.subresources;

import org.jspecify.annotations.NullMarked;
