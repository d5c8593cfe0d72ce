/// The facts of the Kubernetes API, and a model of them: which kinds there are and which fields each type has.
///
/// Start at [Schema#kubernetes()]. Everything that treats documents generically (pruning, defaulting, patches, protobuf,
/// OpenAPI, the generated records) is driven by it. A schema is immutable once read and shared by all threads; types
/// are parsed when first asked for, so that start-up pays only for what it uses.
@NullMarked
package io.djong.schema;

import org.jspecify.annotations.NullMarked;
