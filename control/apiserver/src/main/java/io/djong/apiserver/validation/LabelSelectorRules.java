package io.djong.apiserver.validation;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a label selector must be like.
///
/// @spec https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ Labels and Selectors
public final class LabelSelectorRules {

    private LabelSelectorRules() {}

    /// A selector that is absent is fine.
    public static void validate(@Nullable Fields selector, FieldPath path, FieldErrors errors) {
        if (selector == null) {
            return;
        }
        ObjectMetaRules.validateLabels(
                selector.fields("matchLabels"), path.child("matchLabels"), errors);
        List<Fields> requirements = Trees.objects(selector, "matchExpressions");
        for (int i = 0; i < requirements.size(); i++) {
            requirement(requirements.get(i), path.child("matchExpressions").index(i), errors);
        }
    }

    private static void requirement(Fields requirement, FieldPath path, FieldErrors errors) {
        List<String> values = Trees.texts(requirement, "values");
        switch (requirement.string("operator")) {
            case "In", "NotIn" -> {
                if (values.isEmpty()) {
                    errors.required(
                            path.child("values"),
                            "must be specified when `operator` is 'In' or 'NotIn'");
                }
            }
            case "Exists", "DoesNotExist" -> {
                if (!values.isEmpty()) {
                    errors.forbidden(
                            path.child("values"),
                            "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                }
            }
            default ->
                    errors.invalid(
                            path.child("operator"),
                            requirement.string("operator"),
                            "not a valid selector operator");
        }
        Checks.labelName(requirement.string("key"), path.child("key"), errors);
        for (int i = 0; i < values.size(); i++) {
            errors.invalid(
                    path.child("values").index(i), values.get(i), Names.labelValue(values.get(i)));
        }
    }

    /// Whether it selects everything: nothing is asked.
    public static boolean isEmpty(Fields selector) {
        return selector.fields("matchLabels").isEmpty()
                && selector.list("matchExpressions").isEmpty();
    }

    /// Whether labels are selected; a malformed selector selects nothing.
    public static boolean matches(Fields selector, Fields labels) {
        Fields wanted = selector.fields("matchLabels");
        for (int i = 0; i < wanted.size(); i++) {
            if (!Objects.equals(wanted.valueAt(i), labels.value(wanted.nameAt(i)))) {
                return false;
            }
        }
        for (Fields requirement : Trees.objects(selector, "matchExpressions")) {
            if (!matchesOne(requirement, labels)) {
                return false;
            }
        }
        return true;
    }

    private static boolean matchesOne(Fields requirement, Fields labels) {
        String key = requirement.string("key");
        boolean there = labels.has(key);
        boolean listed = there && requirement.list("values").contains(labels.string(key));
        return switch (requirement.string("operator")) {
            case "In" -> there && listed;
            case "NotIn" -> !there || !listed;
            case "Exists" -> there;
            case "DoesNotExist" -> !there;
            default -> false;
        };
    }
}
