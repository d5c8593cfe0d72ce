/// Documents on the wire: JSON, YAML and protobuf to trees and back, normalised by the schema, and patches of them.
///
/// Start at [Json] and [DocumentDecoder]: bytes become a raw tree, a raw tree becomes the normalised tree of a type
/// (schema order, interned names, nothing unknown). Patches are pure functions on trees. `managed` is server-side apply.
///
/// Everything is stateless and may be called from any thread; trees are immutable.
@NullMarked
package io.djong.wire;

import org.jspecify.annotations.NullMarked;
