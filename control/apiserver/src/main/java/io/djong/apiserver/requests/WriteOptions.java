package io.djong.apiserver.requests;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldManagers;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options of a create, update or patch.
///
/// @param force of an apply; null when not said
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/ Dry run and field validation
public record WriteOptions(
        String kind,
        boolean dryRun,
        String fieldManager,
        FieldValidation fieldValidation,
        @Nullable Boolean force) {

    static final String META_GROUP = "meta.k8s.io";

    /// What to do about unknown and repeated fields.
    public enum FieldValidation {
        IGNORE,
        WARN,
        STRICT
    }

    /// @param kind `CreateOptions`, `UpdateOptions` or `PatchOptions`
    /// @throws io.djong.meta.ApiException 422 when a value is not allowed
    public static WriteOptions of(String kind, Parameters query, boolean isApply) {
        FieldErrors errors = new FieldErrors();
        boolean isPatch = kind.equals("PatchOptions");
        if (isPatch && !isApply && query.has("force")) {
            errors.forbidden(FieldPath.of("force"), "may not be specified for non-apply patch");
        }
        String manager = query.text("fieldManager");
        if (isApply && manager.isEmpty()) {
            errors.required(FieldPath.of("fieldManager"), "is required for apply patch");
        }
        FieldManagers.validate(manager, FieldPath.of("fieldManager"), errors);
        boolean dryRun = dryRun(query.all("dryRun"), errors);
        FieldValidation validation = validation(query.text("fieldValidation"), errors);
        errors.throwIfAny(META_GROUP, kind, "");
        return new WriteOptions(
                kind, dryRun, manager, validation, query.has("force") ? query.flag("force") : null);
    }

    static boolean dryRun(List<?> values, FieldErrors errors) {
        if (!values.isEmpty() && !values.stream().allMatch("All"::equals)) {
            errors.notSupported(FieldPath.of("dryRun"), values, "All");
        }
        return !values.isEmpty();
    }

    private static FieldValidation validation(String text, FieldErrors errors) {
        return switch (text) {
            case "", "Warn" -> FieldValidation.WARN;
            case "Ignore" -> FieldValidation.IGNORE;
            case "Strict" -> FieldValidation.STRICT;
            default -> {
                errors.notSupported(
                        FieldPath.of("fieldValidation"), text, "", "Ignore", "Strict", "Warn");
                yield FieldValidation.WARN;
            }
        };
    }

    /// As a document, for admission.
    public Fields document() {
        Fields.Builder options =
                Fields.builder().add("kind", kind).add("apiVersion", "meta.k8s.io/v1");
        if (dryRun) {
            options.add("dryRun", List.of("All"));
        }
        if (force != null) {
            options.add("force", force);
        }
        if (!fieldManager.isEmpty()) {
            options.add("fieldManager", fieldManager);
        }
        return options.build();
    }
}
