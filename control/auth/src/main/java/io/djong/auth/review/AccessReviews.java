package io.djong.auth.review;

import io.djong.auth.Attributes;
import io.djong.auth.Authorizer;
import io.djong.auth.Decision;
import io.djong.auth.Users;
import io.djong.auth.rbac.RbacAuthorizer;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers the reviews of `authorization.k8s.io`: may somebody do something? Texts are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access Checking API access
public final class AccessReviews {

    private static final String GROUP = "authorization.k8s.io";

    private final Authorizer authorizer;
    private final RbacAuthorizer rbac;

    /// @param authorizer the whole of them
    public AccessReviews(Authorizer authorizer, RbacAuthorizer rbac) {
        this.authorizer = authorizer;
        this.rbac = rbac;
    }

    /// `SubjectAccessReview`: the review with its status.
    public Fields subject(Fields review) {
        Errors errors = new Errors();
        checkSpec(review.fields("spec"), true, errors);
        checkMetadata(review, "", errors);
        errors.throwIfAny();
        return evaluate(review, userOf(review.fields("spec")));
    }

    /// `LocalSubjectAccessReview` in a namespace.
    public Fields localSubject(Fields review, String namespace) {
        Fields spec = review.fields("spec");
        Errors errors = new Errors();
        checkSpec(spec, true, errors);
        checkMetadata(review, namespace, errors);
        Fields resource = spec.fieldsOrNull("resourceAttributes");
        if (resource != null && !resource.string("namespace").equals(namespace)) {
            errors.invalid(
                    "spec.resourceAttributes.namespace",
                    Json.text(resource.string("namespace")),
                    "must match metadata.namespace");
        }
        Fields path = spec.fieldsOrNull("nonResourceAttributes");
        if (path != null) {
            errors.invalid(
                    "spec.nonResourceAttributes",
                    goText(path),
                    "disallowed on this kind of request");
        }
        errors.throwIfAny();
        return evaluate(review, userOf(spec));
    }

    /// `SelfSubjectAccessReview`.
    public Fields self(Fields review, UserInfo user) {
        Errors errors = new Errors();
        checkSpec(review.fields("spec"), false, errors);
        checkMetadata(review, "", errors);
        errors.throwIfAny();
        return evaluate(review, user);
    }

    /// `SelfSubjectReview`: who am I? Of what was sent nothing is answered.
    public static Fields whoAmI(Fields review, UserInfo user) {
        return review.with("metadata", Fields.EMPTY)
                .with("status", Fields.of("userInfo", Users.document(user)));
    }

    /// `SelfSubjectRulesReview`: all that a user may do in a namespace.
    public Fields rules(Fields review, UserInfo user) {
        String namespace = review.fields("spec").string("namespace");
        if (namespace.isEmpty()) {
            throw new ApiException(Failure.badRequest("no namespace on request"));
        }
        return review.with("spec", Fields.EMPTY).with("status", rbac.review(user, namespace));
    }

    private Fields evaluate(Fields review, UserInfo user) {
        Fields spec = review.fields("spec");
        List<String> ignored = new ArrayList<>();
        Decision decision = authorizer.authorize(attributes(spec, user, ignored));
        Fields.Builder status = Fields.builder().add("allowed", decision.isAllowed());
        if (decision.verdict() == Decision.Verdict.DENY) {
            status.add("denied", true);
        }
        if (!decision.error().isEmpty()) {
            ignored.add(decision.error());
        }
        if (!decision.reason().isEmpty()) {
            status.add("reason", decision.reason());
        }
        if (!ignored.isEmpty()) {
            status.add(
                    "evaluationError",
                    ignored.size() == 1
                            ? ignored.getFirst()
                            : "[" + String.join(", ", ignored) + "]");
        }
        return review.with("status", status.build());
    }

    private static UserInfo userOf(Fields spec) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        spec.fields("extra")
                .forEach((key, values) -> {
                    if (values instanceof List<?> list) {
                        extra.put(key, list.stream().map(String::valueOf).toList());
                    }
                });
        return new UserInfo(spec.string("user"), spec.string("uid"), texts(spec, "groups"), extra);
    }

    private static Attributes attributes(Fields spec, UserInfo user, List<String> ignored) {
        Fields path = spec.fieldsOrNull("nonResourceAttributes");
        if (path != null) {
            return Attributes.path(user, path.string("verb"), path.string("path"));
        }
        Fields resource = spec.fields("resourceAttributes");
        String version = resource.string("version");
        return Attributes.resource(
                        user,
                        resource.string("verb"),
                        resource.string("group"),
                        resource.string("resource"))
                .withVersion(version.isEmpty() ? "*" : version)
                .withSubresource(resource.string("subresource"))
                .withName(resource.string("name"))
                .in(resource.string("namespace"))
                .withSelectors(
                        requirements(resource, "fieldSelector", ignored),
                        requirements(resource, "labelSelector", ignored));
    }

    private static List<Attributes.Requirement> requirements(
            Fields resource, String selector, List<String> ignored) {
        List<Attributes.Requirement> requirements = new ArrayList<>();
        for (@Nullable Object item : resource.fields(selector).list("requirements")) {
            if (item instanceof Fields one && isUnderstood(one, selector)) {
                requirements.add(
                        new Attributes.Requirement(
                                one.string("key"), one.string("operator"), texts(one, "values")));
            } else {
                ignored.add("spec.resourceAttributes." + selector + " ignored due to parse error");
            }
        }
        return requirements;
    }

    private static boolean isUnderstood(Fields requirement, String selector) {
        int values = requirement.list("values").size();
        return switch (requirement.string("operator")) {
            case "In", "NotIn" -> selector.equals("labelSelector") ? values > 0 : values == 1;
            case "Exists", "DoesNotExist" -> selector.equals("labelSelector") && values == 0;
            default -> false;
        };
    }

    private static List<String> texts(Fields fields, String list) {
        return fields.list(list).stream().map(String::valueOf).toList();
    }

    private static void checkSpec(Fields spec, boolean needsUser, Errors errors) {
        Fields resource = spec.fieldsOrNull("resourceAttributes");
        Fields path = spec.fieldsOrNull("nonResourceAttributes");
        if (resource != null && path != null) {
            errors.invalid(
                    "spec.nonResourceAttributes",
                    goText(path),
                    "cannot be specified in combination with resourceAttributes");
        }
        if (resource == null && path == null) {
            errors.invalid(
                    "spec.resourceAttributes",
                    "null",
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }
        if (needsUser && spec.string("user").isEmpty() && spec.list("groups").isEmpty()) {
            errors.invalid("spec.user", "\"\"", "at least one of user or group must be specified");
        }
        if (resource != null) {
            checkSelector(resource, "fieldSelector", errors);
            checkSelector(resource, "labelSelector", errors);
        }
    }

    private static void checkSelector(Fields resource, String name, Errors errors) {
        Fields selector = resource.fieldsOrNull(name);
        if (selector == null) {
            return;
        }
        String path = "spec.resourceAttributes." + name;
        String raw = selector.string("rawSelector");
        boolean hasRequirements = !selector.list("requirements").isEmpty();
        if (!raw.isEmpty() && hasRequirements) {
            errors.invalid(
                    path + ".rawSelector",
                    Json.text(raw),
                    "may not specified at the same time as requirements");
        }
        if (raw.isEmpty() && !hasRequirements) {
            errors.required(
                    path + ".requirements",
                    "when " + path + " is specified, requirements or rawSelector is required");
        }
    }

    private static void checkMetadata(Fields review, String namespace, Errors errors) {
        Fields metadata = review.fields("metadata");
        Fields shown = namespace.isEmpty() ? metadata : metadata.without("namespace");
        Fields judged = shown.without("managedFields").without("creationTimestamp").without("uid");
        if (!judged.isEmpty()) {
            errors.invalid("metadata", Json.text(shown), "must be empty");
        }
    }

    /// Go prints this internal type with its field names.
    private static String goText(Fields path) {
        return Json.text(Fields.of("Path", path.string("path"), "Verb", path.string("verb")));
    }

    /// Collects what is wrong with a review; upstream leaves its kind out of the message.
    private static final class Errors {
        private final List<Failure.Cause> causes = new ArrayList<>();

        void invalid(String field, String value, String why) {
            causes.add(
                    new Failure.Cause(
                            "FieldValueInvalid", "Invalid value: " + value + ": " + why, field));
        }

        void required(String field, String why) {
            causes.add(new Failure.Cause("FieldValueRequired", "Required value: " + why, field));
        }

        void throwIfAny() {
            if (causes.isEmpty()) {
                return;
            }
            List<String> texts =
                    causes.stream().map(cause -> cause.field() + ": " + cause.message()).toList();
            String text =
                    texts.size() == 1 ? texts.getFirst() : "[" + String.join(", ", texts) + "]";
            throw new ApiException(
                    new Failure(
                            Reason.INVALID,
                            Reason.INVALID.code(),
                            "." + GROUP + " \"\" is invalid: " + text,
                            new Failure.Details("", GROUP, "", "", List.copyOf(causes), 0)));
        }
    }
}
