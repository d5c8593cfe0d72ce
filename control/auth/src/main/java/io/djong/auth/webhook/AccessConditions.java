package io.djong.auth.webhook;

import io.djong.cel.Activation;
import io.djong.cel.Budget;
import io.djong.cel.Cel;
import io.djong.cel.CelType;
import io.djong.cel.Compilation;
import io.djong.cel.Environment;
import io.djong.cel.Outcome;
import io.djong.cel.Program;
import io.djong.cel.SchemaType;
import io.djong.cel.SchemaType.ObjectOf;
import io.djong.cel.SchemaType.Property;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whether a question is one for a webhook: CEL expressions over the `spec` of its `SubjectAccessReview`. Immutable.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authorization/#using-configuration-file-for-authorization matchConditions
final class AccessConditions {

    private static final SchemaType STRING = new SchemaType.Scalar(CelType.STRING, 0, 2);
    private static final SchemaType STRINGS = new SchemaType.ListOf(STRING, 0);

    /// What the expressions come to.
    ///
    /// @param error "" when all could be evaluated, or one said no
    record Verdict(boolean holds, String error) {}

    private final List<Program> programs = new ArrayList<>();

    /// @throws IllegalArgumentException naming the expression that is wrong
    AccessConditions(List<String> expressions) {
        Environment environment = Environment.EMPTY.with("request", request());
        for (int i = 0; i < expressions.size(); i++) {
            String where = "matchConditions[" + i + "].expression: ";
            switch (Cel.compile(expressions.get(i), environment)) {
                case Compilation.Rejected(String why) ->
                        throw new IllegalArgumentException(where + "compilation failed: " + why);
                case Compilation.Compiled(Program program) -> {
                    if (!program.type().equals(CelType.BOOL)) {
                        throw new IllegalArgumentException(where + "must evaluate to bool");
                    }
                    programs.add(program);
                }
            }
        }
    }

    /// One that says no outweighs those that fail.
    Verdict judge(Fields spec) {
        Activation values = Activation.of(Map.of("request", spec));
        List<String> errors = new ArrayList<>();
        for (Program program : programs) {
            switch (program.evaluate(values, Budget.PER_CALL)) {
                case Outcome.Value value -> {
                    if (!value.isTrue()) {
                        return new Verdict(false, "");
                    }
                }
                case Outcome.Failed failed ->
                        errors.add(
                                "cel evaluation error: expression '%s' resulted in error: %s"
                                        .formatted(program.expression(), failed.message()));
            }
        }
        return new Verdict(
                errors.isEmpty(),
                errors.size() < 2
                        ? String.join("", errors)
                        : "[" + String.join(", ", errors) + "]");
    }

    private static ObjectOf request() {
        ObjectOf requirement =
                object("Requirement", "key", STRING, "operator", STRING, "values", STRINGS);
        ObjectOf selector =
                object(
                        "Selector",
                        "rawSelector",
                        STRING,
                        "requirements",
                        new SchemaType.ListOf(requirement, 0));
        ObjectOf resource =
                object(
                        "kubernetes.ResourceAttributes",
                        "namespace",
                        STRING,
                        "verb",
                        STRING,
                        "group",
                        STRING,
                        "version",
                        STRING,
                        "resource",
                        STRING,
                        "subresource",
                        STRING,
                        "name",
                        STRING,
                        "fieldSelector",
                        selector,
                        "labelSelector",
                        selector);
        ObjectOf path = object("kubernetes.NonResourceAttributes", "path", STRING, "verb", STRING);
        return object(
                "kubernetes.SubjectAccessReviewSpec",
                "resourceAttributes",
                resource,
                "nonResourceAttributes",
                path,
                "user",
                STRING,
                "groups",
                STRINGS,
                "extra",
                new SchemaType.MapOf(STRINGS, 0),
                "uid",
                STRING);
    }

    private static ObjectOf object(String name, Object... fields) {
        Map<String, Property> declared = new HashMap<>();
        for (int at = 0; at < fields.length; at += 2) {
            String field = (String) fields[at];
            declared.put(field, new Property(field, (SchemaType) fields[at + 1]));
        }
        return new ObjectOf(name, 2, () -> declared);
    }
}
