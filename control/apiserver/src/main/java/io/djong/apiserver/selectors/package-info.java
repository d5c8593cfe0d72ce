/// Which objects a list or watch wants: label and field selectors, read from a query.
///
/// Start at [LabelSelectors] and [FieldSelector]. Immutable values and pure functions.
@NullMarked
package io.djong.apiserver.selectors;

import org.jspecify.annotations.NullMarked;
