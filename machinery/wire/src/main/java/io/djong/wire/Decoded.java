package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.List;

/// A document in the form of its type.
///
/// @param tree schema order, interned names, nothing unknown
/// @param complaints what strict field validation refuses, in document order: `unknown field "spec.foo"`
public record Decoded(Fields tree, List<String> complaints) {}
