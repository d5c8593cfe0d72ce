/// The API described as OpenAPI, made from the schema.
///
/// Start at [OpenApi]. A group-version's document is made when first asked for and kept as bytes. Safe for many threads.
@NullMarked
package io.djong.apiserver.openapi;

import org.jspecify.annotations.NullMarked;
