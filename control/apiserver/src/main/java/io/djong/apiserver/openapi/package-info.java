/// The API described as OpenAPI 2 and 3, derived from the schema and from what is served.
///
/// Start at [OpenApi]. A document is a number of path items ([PathItems] finds them, [PathsV2] and [PathsV3] write them
/// down) and of definitions ([Definitions]); [Document] joins them, as JSON or as protobuf ([GnosticEncoder]).
/// Documents are made when first asked for, and kept compressed while memory allows. Safe for many threads.
@NullMarked
package io.djong.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
