/// Empties and ends namespaces that were deleted.
///
/// Start at [NamespaceController].
@NullMarked
package io.djong.controllers.namespace;

import org.jspecify.annotations.NullMarked;
