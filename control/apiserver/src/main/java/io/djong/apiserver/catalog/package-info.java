/// Everything that is served: the one list, made of the schema's facts and the groups' lists of rules.
///
/// Start at [Resources]. Immutable once made; lookups are lock-free.
@NullMarked
package io.djong.apiserver.catalog;

import org.jspecify.annotations.NullMarked;
