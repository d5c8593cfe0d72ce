package io.djong.apiserver.subresources;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What the selectors in questions about access must be like. Operators that are not known are no errors here.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/subject-access-review-v1/ SubjectAccessReview
final class AccessReviewRules {

    private static final String GROUP = "authorization.k8s.io";

    private AccessReviewRules() {}

    /// The review, when all is well.
    static Fields checked(Fields review) {
        Fields resource = review.fields("spec").fields("resourceAttributes");
        FieldErrors errors = new FieldErrors();
        for (String selector : List.of("fieldSelector", "labelSelector")) {
            boolean ofLabels = selector.equals("labelSelector");
            FieldPath path = FieldPath.of("spec", "resourceAttributes", selector, "requirements");
            List<Fields> requirements = Trees.objects(resource.fields(selector), "requirements");
            for (int i = 0; i < requirements.size(); i++) {
                requirement(requirements.get(i), ofLabels, path.index(i), errors);
            }
        }
        // Upstream leaves the kind out.
        errors.throwIfAny(GROUP, "", "");
        return review;
    }

    private static void requirement(
            Fields requirement, boolean ofLabels, FieldPath path, FieldErrors errors) {
        String key = requirement.string("key");
        if (!ofLabels && key.isEmpty()) {
            errors.required(path.child("key"), "must be specified");
        }
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
            default -> {}
        }
        if (ofLabels) {
            Checks.labelName(key, path.child("key"), errors);
            for (int i = 0; i < values.size(); i++) {
                errors.invalid(
                        path.child("values").index(i),
                        values.get(i),
                        Names.labelValue(values.get(i)));
            }
        }
    }
}
