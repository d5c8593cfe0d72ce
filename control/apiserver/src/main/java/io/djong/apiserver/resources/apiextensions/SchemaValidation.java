package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.structural.SchemaNode;
import io.djong.apiserver.validation.FieldError;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What schemas of custom resources may say. Confined to one call.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation Validation
final class SchemaValidation {

    /// Texts as upstream's type names its fields, in its order.
    private static final List<String> AT_ROOT =
            List.of(
                    "Description",
                    "Type",
                    "Format",
                    "Title",
                    "Maximum",
                    "ExclusiveMaximum",
                    "Minimum",
                    "ExclusiveMinimum",
                    "MaxLength",
                    "MinLength",
                    "Pattern",
                    "MaxItems",
                    "MinItems",
                    "UniqueItems",
                    "MultipleOf",
                    "Required",
                    "Items",
                    "Properties",
                    "ExternalDocs",
                    "Example",
                    "XPreserveUnknownFields",
                    "XValidations");

    private static final Set<String> FIELDS_AT_ROOT =
            Set.of(
                    "description",
                    "type",
                    "format",
                    "title",
                    "maximum",
                    "exclusiveMaximum",
                    "minimum",
                    "exclusiveMinimum",
                    "maxLength",
                    "minLength",
                    "pattern",
                    "maxItems",
                    "minItems",
                    "uniqueItems",
                    "multipleOf",
                    "required",
                    "items",
                    "properties",
                    "externalDocs",
                    "example",
                    "x-kubernetes-preserve-unknown-fields",
                    "x-kubernetes-validations");

    private final SchemaOptions options;
    private final FieldErrors errors;

    SchemaValidation(SchemaOptions options, FieldErrors errors) {
        this.options = options;
        this.errors = errors;
    }

    /// @param validation what holds the schema; null when there is none
    void validate(@Nullable Fields validation, boolean hasStatus, FieldPath path) {
        Fields schema = InternalSpec.schema(validation);
        if (schema == null) {
            return;
        }
        FieldPath place = path.child("openAPIV3Schema");
        int before = errors.size();
        if (hasStatus) {
            rootWithStatus(schema, place);
        }
        if (schema.bool("nullable")) {
            errors.forbidden(place.child("nullable"), "nullable cannot be true at the root");
        }
        String unreadable = StructuralRules.unreadable(schema);
        boolean sound = false;
        if (unreadable == null && requiresStructure()) {
            List<FieldError> wrong = StructuralRules.check(schema, place);
            if (wrong.isEmpty()) {
                wrong =
                        DefaultsValidation.check(
                                SchemaNode.of(schema), place, !options.isUnchanged());
                sound = wrong.isEmpty();
            }
            wrong.forEach(errors::add);
        }
        new OpenApiRules(options, errors).check(schema, place, sound);
        if (errors.size() == before && unreadable != null && requiresStructure()) {
            errors.invalid(place, "", unreadable);
        }
    }

    /// A stored definition that is not structural may stay so.
    private boolean requiresStructure() {
        Fields before = options.before();
        if (before == null) {
            return true;
        }
        FieldPath nowhere = FieldPath.ROOT;
        return SchemaOptions.schemas(before).stream()
                .allMatch(schema ->
                        StructuralRules.unreadable(schema) == null
                                && StructuralRules.check(schema, nowhere).isEmpty());
    }

    private void rootWithStatus(Fields schema, FieldPath place) {
        for (int i = 0; i < schema.size(); i++) {
            String field = schema.nameAt(i);
            Object value = schema.valueAt(i);
            if (isZero(value)) {
                continue;
            }
            if (field.equals("type")) {
                if (!"object".equals(value)) {
                    errors.invalid(
                            place.child("type"),
                            value,
                            "only \"object\" is allowed as the type at the root of the schema if the status subresource is enabled");
                    return;
                }
            } else if (!FIELDS_AT_ROOT.contains(field)) {
                errors.invalid(
                        place,
                        schema,
                        "only ["
                                + String.join(" ", AT_ROOT)
                                + "] fields are allowed at the root of the schema if the status subresource is enabled");
                return;
            }
        }
    }

    private static boolean isZero(@Nullable Object value) {
        return switch (value) {
            case null -> true;
            case Boolean flag -> !flag;
            case String text -> text.isEmpty();
            default -> false;
        };
    }
}
