/// Structural schemas of custom resources: what a schema does to a document and says about it.
///
/// Start at [SchemaNode], a schema compiled once for each version of a definition. [Shaping] prunes and defaults in one
/// walk, [ValueValidator] checks values, [ListTypes] and [EmbeddedObjects] check what lies between values, [MergeForm]
/// says how server-side apply merges. Everything is immutable or confined to one call.
@NullMarked
package io.djong.apiserver.structural;

import org.jspecify.annotations.NullMarked;
