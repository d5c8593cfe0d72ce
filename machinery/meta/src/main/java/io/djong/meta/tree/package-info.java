/// The document tree: what every API object is in memory.
///
/// Start at [Fields]. A tree is immutable, so it is shared freely between threads; a change makes a new
/// object for each level on the path from the root and shares the rest.
///
/// A value is one of: `null` (JSON null), [String], [Boolean], [Long], [Double], [java.math.BigInteger] never,
/// [java.util.List] of values (unmodifiable), [Fields].
@NullMarked
package io.djong.meta.tree;

import org.jspecify.annotations.NullMarked;
