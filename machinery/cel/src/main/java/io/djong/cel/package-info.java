/// CEL as Kubernetes speaks it: what expressions of CRDs and admission policies mean, cost, and say when they are wrong.
///
/// Start at [Cel#compile]: an expression and an [Environment] (variables with a [SchemaType] each) give a [Compilation]:
/// a [Program] with its estimated cost, or errors worded as upstream words them. [SchemaType#ofOpenApi] makes a type
/// from any OpenAPI v3 tree (structural schemas of CRDs with their `x-kubernetes-` extensions), [BuiltInTypes] from the
/// facts of built-in kinds. [Program#evaluate] takes values by variable name as plain document trees
/// ([io.djong.meta.tree.Fields], lists, scalars), reads them where they lie, and counts against a [Budget].
///
/// Parsing is dev.cel's; it is loaded when the first expression is compiled. Types, costs and evaluation are ours, so
/// that texts and costs are those of cel-go. Programs are immutable and shared by all threads; a [Budget] is of one request.
@NullMarked
package io.djong.cel;

import org.jspecify.annotations.NullMarked;
