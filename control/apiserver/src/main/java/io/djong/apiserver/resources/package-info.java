/// What differs from kind to kind.
///
/// Start at [Resources]: the one list of everything served. Most kinds need nothing but the facts of the schema; a kind
/// with rules of its own has one file, a [KindRules], in the package of its group, and one line in the list of that group
/// ([CoreResources], [AppsResources] ...). Rules are stateless and shared by all threads.
@NullMarked
package io.djong.apiserver.resources;

import org.jspecify.annotations.NullMarked;
