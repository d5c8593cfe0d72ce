/// Server-side apply: who owns which field, and merging what several managers want.
///
/// Start at [ManagedFields]. [FieldSet] is the set of owned fields, [MergeType] how values of a type merge.
/// Everything is a pure function on trees and may be called from any thread.
@NullMarked
package io.djong.wire.managed;

import org.jspecify.annotations.NullMarked;
