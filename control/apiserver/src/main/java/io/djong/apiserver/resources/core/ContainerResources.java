package io.djong.apiserver.resources.core;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.Set;

/// The rules for amounts of resources, for kinds of other groups.
public final class ContainerResources {

    private ContainerResources() {}

    /// Amounts that are meant as limits.
    public static void validateLimits(Fields amounts, FieldPath path, FieldErrors errors) {
        ResourceValidation.validate(Fields.of("limits", amounts), Set.of(), path, errors);
    }
}
