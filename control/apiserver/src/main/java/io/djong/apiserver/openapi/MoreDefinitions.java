package io.djong.apiserver.openapi;

import io.djong.meta.tree.Fields;
import org.jspecify.annotations.Nullable;

/// Describes types that the built-in schema does not have, such as those of custom resources.
public interface MoreDefinitions {

    MoreDefinitions NONE = (_, _) -> null;

    /// The definition of the type as JSON schema, or null when the type is none of these. The list type of a resource
    /// is asked for as its type's name followed by `List`. References to built-in types are followed. A definition that
    /// changes comes with a resource that is not equal to the one before.
    ///
    /// @param referencePrefix what a `$ref` begins with, before the type's name
    @Nullable Fields find(String typeName, String referencePrefix);
}
