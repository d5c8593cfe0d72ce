package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A definition's spec as upstream validates it: what all versions say alike is said once, at the top.
///
/// @param versions without what is said at the top
/// @param validation the schema of all versions, or null when they differ or have none
/// @param conversion with the webhook's parts in the places where they once were
record InternalSpec(
        Fields spec,
        List<Fields> versions,
        @Nullable Fields validation,
        @Nullable Fields subresources,
        List<Fields> columns,
        List<Fields> selectableFields,
        @Nullable Fields conversion) {

    static InternalSpec of(Fields spec) {
        List<Fields> versions = Trees.objects(spec, "versions");
        boolean sameSchema = same(versions, "schema");
        boolean sameParts = same(versions, "subresources");
        boolean sameColumns = same(versions, "additionalPrinterColumns");
        boolean sameFields = same(versions, "selectableFields");
        Fields first = versions.isEmpty() ? Fields.EMPTY : versions.getFirst();
        return new InternalSpec(
                spec,
                versions.stream()
                        .map(version -> {
                            Fields own = sameSchema ? version.without("schema") : version;
                            own = sameParts ? own.without("subresources") : own;
                            own = sameColumns ? own.without("additionalPrinterColumns") : own;
                            return sameFields ? own.without("selectableFields") : own;
                        })
                        .toList(),
                sameSchema ? first.fieldsOrNull("schema") : null,
                sameParts ? first.fieldsOrNull("subresources") : null,
                sameColumns ? Trees.objects(first, "additionalPrinterColumns") : List.of(),
                sameFields ? Trees.objects(first, "selectableFields") : List.of(),
                spec.fieldsOrNull("conversion"));
    }

    private static boolean same(List<Fields> versions, String field) {
        for (Fields version : versions) {
            if (!Objects.equals(version.value(field), versions.getFirst().value(field))) {
                return false;
            }
        }
        return !versions.isEmpty();
    }

    /// Whether a version has the subresource `status`.
    boolean hasStatus(Fields version) {
        Fields own = subresources != null ? subresources : version.fields("subresources");
        return own.value("status") != null;
    }

    boolean hasAnyStatus() {
        return versions.stream().anyMatch(this::hasStatus);
    }

    static @Nullable Fields schema(@Nullable Fields validation) {
        return validation == null ? null : validation.fieldsOrNull("openAPIV3Schema");
    }
}
