package io.djong.apiserver.structural;

import io.djong.apiserver.validation.FieldError;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Checks a document against a schema: types, limits, required fields, alternatives. Texts are upstream's, worded as in
/// Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation Validation
public final class ValueValidator {

    private ValueValidator() {}

    /// What is wrong with `value`.
    ///
    /// @param base path of the value, "" for a whole document
    public static List<FieldError> validate(
            @Nullable Object value, SchemaNode schema, String base) {
        return check(value, schema, "", null).errors(base);
    }

    /// What is wrong with the new value of an update and was not so before.
    ///
    /// @param before null when the value has no counterpart
    public static List<FieldError> validateUpdate(
            SchemaNode schema, @Nullable Object value, @Nullable Correlation before, String base) {
        return (before == null
                        ? check(value, schema, "", null)
                        : ratcheted(value, schema, "", before))
                .errors(base);
    }

    private static Findings ratcheted(
            @Nullable Object value, SchemaNode schema, String path, Correlation correlation) {
        Findings findings = check(value, schema, path, correlation);
        return findings.isEmpty() || !correlation.isUnchanged() ? findings : new Findings();
    }

    private static Findings part(
            @Nullable Object value,
            SchemaNode schema,
            String path,
            @Nullable Correlation correlation) {
        return correlation == null
                ? check(value, schema, path, null)
                : ratcheted(value, schema, path, correlation);
    }

    private static Findings check(
            @Nullable Object value,
            SchemaNode schema,
            String path,
            @Nullable Correlation correlation) {
        Findings findings = new Findings();
        if (!schema.types().isEmpty() || !schema.limits().format().isEmpty()) {
            TypeCheck.check(value, schema, path, findings);
            findings.pass();
        }
        if (value == null) {
            values(null, schema, path, findings);
            return findings;
        }
        alternatives(value, schema, path, correlation, findings);
        switch (value) {
            case String text -> {
                string(text, schema.limits(), path, findings);
                String format = schema.limits().format();
                if (!format.isEmpty() && !Formats.matches(format, text)) {
                    findings.wrongType(
                            path,
                            text,
                            path
                                    + " in body must be of type "
                                    + format
                                    + ": "
                                    + io.djong.apiserver.validation.GoText.quote(text));
                }
            }
            case Number number -> new NumberChecks(schema, path, findings).check(number);
            case List<?> list -> list(list, schema, path, correlation, findings);
            default -> {}
        }
        values(value, schema, path, findings);
        if (value instanceof Fields object) {
            object(object, schema, path, correlation, findings);
        }
        findings.pass();
        return findings;
    }

    private static void string(
            String text, SchemaNode.Limits limits, String path, Findings findings) {
        long length = text.codePointCount(0, text.length());
        if (limits.maxLength() != null && length > limits.maxLength()) {
            findings.tooLong(path, limits.maxLength());
        } else if (limits.minLength() != null && length < limits.minLength()) {
            findings.invalid(
                    path,
                    text,
                    path + " in body should be at least " + limits.minLength() + " chars long");
        } else if (limits.pattern() != null && !limits.pattern().matcher(text).find()) {
            findings.invalid(
                    path, text, path + " in body should match '" + limits.patternText() + "'");
        }
        findings.pass();
    }

    private static void values(
            @Nullable Object value, SchemaNode schema, String path, Findings findings) {
        List<@Nullable Object> allowed = schema.limits().values();
        if (allowed.isEmpty()) {
            return;
        }
        for (Object one : allowed) {
            if (isSame(value, one)) {
                return;
            }
        }
        findings.notSupported(path, value, allowed);
    }

    private static boolean isSame(@Nullable Object value, @Nullable Object allowed) {
        if (value == null || allowed == null) {
            return false;
        }
        if (value instanceof Number number && allowed instanceof Long whole) {
            return number.longValue() == whole;
        }
        if (value instanceof Number number && allowed instanceof Double decimal) {
            return number.doubleValue() == decimal;
        }
        return value.equals(allowed);
    }

    private static void list(
            List<?> list,
            SchemaNode schema,
            String path,
            @Nullable Correlation correlation,
            Findings findings) {
        SchemaNode items = schema.items();
        if (items != null) {
            for (int i = 0; i < list.size(); i++) {
                findings.merge(
                        part(
                                list.get(i),
                                items,
                                path + "[" + i + "]",
                                correlation == null ? null : correlation.element(i)));
            }
        }
        SchemaNode.Limits limits = schema.limits();
        if (limits.minItems() != null && list.size() < limits.minItems()) {
            findings.invalid(
                    path,
                    (long) list.size(),
                    path + " in body should have at least " + limits.minItems() + " items");
        }
        if (limits.maxItems() != null && list.size() > limits.maxItems()) {
            findings.tooMany(path, list.size(), limits.maxItems(), "items");
        }
        findings.pass();
    }

    private static void object(
            Fields object,
            SchemaNode schema,
            String path,
            @Nullable Correlation correlation,
            Findings findings) {
        SchemaNode.Limits limits = schema.limits();
        if (limits.minProperties() != null && object.size() < limits.minProperties()) {
            findings.invalid(
                    path,
                    (long) object.size(),
                    path
                            + " in body should have at least "
                            + limits.minProperties()
                            + " properties");
        }
        if (limits.maxProperties() != null && object.size() > limits.maxProperties()) {
            findings.tooMany(path, object.size(), limits.maxProperties(), "properties");
        }
        for (int i = 0; i < object.size(); i++) {
            String name = object.nameAt(i);
            if (schema.properties().containsKey(name)) {
                continue;
            }
            if (limits.additionalForbidden()) {
                findings.invalid(
                        path, name, path + "." + name + " in body is a forbidden property");
            } else if (schema.additional() != null) {
                findings.merge(
                        part(
                                object.valueAt(i),
                                schema.additional(),
                                path + "." + name,
                                below(correlation, path, name)));
            }
        }
        for (Map.Entry<String, SchemaNode> property : schema.properties().entrySet()) {
            String name = property.getKey();
            if (object.has(name)) {
                findings.merge(
                        part(
                                object.value(name),
                                property.getValue(),
                                path.isEmpty() ? name : path + "." + name,
                                below(correlation, path, name)));
            }
        }
        for (String name : limits.required()) {
            if (!object.has(name)) {
                findings.required(path + "." + name);
            }
        }
    }

    /// What a document is cannot be told from what it was: both were converted to the same version.
    private static @Nullable Correlation below(
            @Nullable Correlation correlation, String path, String name) {
        boolean isType = path.isEmpty() && (name.equals("kind") || name.equals("apiVersion"));
        return correlation == null || isType ? null : correlation.field(name);
    }

    private static void alternatives(
            Object value,
            SchemaNode schema,
            String path,
            @Nullable Correlation correlation,
            Findings findings) {
        if (!schema.anyOf().isEmpty()) {
            anyOf(value, schema, path, correlation, findings);
        }
        if (!schema.oneOf().isEmpty()) {
            oneOf(value, schema, path, correlation, findings);
        }
        if (!schema.allOf().isEmpty()) {
            int valid = 0;
            for (SchemaNode one : schema.allOf()) {
                Findings result = check(value, one, path, correlation);
                valid += result.isEmpty() ? 1 : 0;
                findings.merge(result);
            }
            if (valid != schema.allOf().size()) {
                findings.general(
                        "\""
                                + path
                                + "\" must validate all the schemas (allOf)"
                                + (valid == 0 ? ". None validated" : ""));
            }
        }
        if (schema.not() != null && check(value, schema.not(), path, correlation).isEmpty()) {
            findings.general("\"" + path + "\" must not validate the schema (not)");
        }
        findings.pass();
    }

    private static void anyOf(
            Object value,
            SchemaNode schema,
            String path,
            @Nullable Correlation correlation,
            Findings findings) {
        Findings best = null;
        for (SchemaNode one : schema.anyOf()) {
            Findings result = check(value, one, path, correlation);
            if (result.isEmpty()) {
                findings.merge(result);
                return;
            }
            if (best == null || result.passed() > best.passed()) {
                best = result;
            }
        }
        findings.general("\"" + path + "\" must validate at least one schema (anyOf)");
        if (best != null) {
            findings.merge(best);
        }
    }

    private static void oneOf(
            Object value,
            SchemaNode schema,
            String path,
            @Nullable Correlation correlation,
            Findings findings) {
        Findings best = null;
        Findings first = null;
        int valid = 0;
        for (SchemaNode one : schema.oneOf()) {
            Findings result = check(value, one, path, correlation);
            if (result.isEmpty()) {
                valid++;
                best = null;
                first = first == null ? result : first;
            } else if (valid == 0 && (best == null || result.passed() > best.passed())) {
                best = result;
            }
        }
        if (valid == 1 && first != null) {
            findings.merge(first);
            return;
        }
        findings.general(
                "\""
                        + path
                        + "\" must validate one and only one schema (oneOf). "
                        + (valid == 0
                                ? "Found none valid"
                                : "Found " + valid + " valid alternatives"));
        if (best != null) {
            findings.merge(best);
        }
    }
}
