/// Writes the source of the typed kinds in module `api`; runs during the build only.
///
/// Start at [RecordGenerator#main].
@NullMarked
package io.djong.schema.records;

import org.jspecify.annotations.NullMarked;
