package io.djong.apiserver.structural;

import io.djong.apiserver.validation.FieldError;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.cel.Activation;
import io.djong.cel.Budget;
import io.djong.cel.Outcome;
import io.djong.cel.Program;
import io.djong.cel.SchemaType;
import io.djong.cel.Values;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Holds documents against the rules of their schema. The rules are compiled when the first document comes.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules Validation rules
public final class CelValidator {

    private static final Set<FieldError.Type> BLOCKING =
            Set.of(
                    FieldError.Type.NOT_SUPPORTED,
                    FieldError.Type.REQUIRED,
                    FieldError.Type.TOO_LONG,
                    FieldError.Type.TOO_MANY,
                    FieldError.Type.TYPE_INVALID);

    private static final String NO_FIELD = "<nil>";
    private static final int MESSAGE_MAX = 5 * 1024;
    private static final String SPENT =
            "failed due to running out of cost budget, no further validation rules will be run";

    private final SchemaNode schema;
    private final boolean isRoot;
    private final boolean hasRules;
    private volatile @Nullable CelRules compiled;

    public CelValidator(SchemaNode schema, boolean isRoot) {
        this.schema = schema;
        this.isRoot = isRoot;
        this.hasRules = hasRules(schema);
    }

    private static boolean hasRules(SchemaNode schema) {
        return !schema.rules().isEmpty()
                || (schema.items() != null && hasRules(schema.items()))
                || (schema.additional() != null && hasRules(schema.additional()))
                || schema.properties().values().stream().anyMatch(CelValidator::hasRules);
    }

    private CelRules rules() {
        CelRules known = compiled;
        if (known == null) {
            known = java.util.Objects.requireNonNull(CelRules.of(schema, isRoot));
            compiled = known;
        }
        return known;
    }

    /// @param before the value that is replaced, or null
    /// @param correlation of the two, or null when nothing is forgiven
    public void validate(
            @Nullable Object value,
            @Nullable Object before,
            @Nullable Correlation correlation,
            FieldPath path,
            FieldErrors errors) {
        if (!hasRules) {
            return;
        }
        if (errors.all().stream().anyMatch(error -> BLOCKING.contains(error.type()))) {
            errors.add(
                    new FieldError(
                            FieldError.Type.INVALID,
                            NO_FIELD,
                            "Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation"));
            return;
        }
        new Run(errors).node(rules(), value, before, new Forgiving(correlation, null), path);
    }

    /// Errors about what did not change are warnings only.
    ///
    /// @param here null when the value has no counterpart
    /// @param above the nearest value above that has one
    private record Forgiving(@Nullable Correlation here, @Nullable Correlation above) {

        boolean forgives() {
            return here != null ? here.isUnchanged() : above != null && above.isUnchanged();
        }

        Forgiving field(String name) {
            if (here == null) {
                return this;
            }
            boolean isType = above == null && (name.equals("apiVersion") || name.equals("kind"));
            return isType ? new Forgiving(null, null) : new Forgiving(here.field(name), here);
        }

        Forgiving element(int place) {
            return here == null ? this : new Forgiving(here.element(place), here);
        }
    }

    /// One document. Confined to one call.
    private static final class Run {

        private final FieldErrors errors;
        private long budget = Budget.PER_REQUEST;

        Run(FieldErrors errors) {
            this.errors = errors;
        }

        void node(
                CelRules rules,
                @Nullable Object value,
                @Nullable Object before,
                Forgiving forgiving,
                FieldPath path) {
            if (value == null || budget < 0) {
                return;
            }
            own(rules, value, before, forgiving, path);
            switch (value) {
                case Fields object -> fields(rules, object, before, forgiving, path);
                case List<?> list -> elements(rules, list, before, forgiving, path);
                default -> {}
            }
        }

        private void fields(
                CelRules rules,
                Fields object,
                @Nullable Object before,
                Forgiving forgiving,
                FieldPath path) {
            Fields old = before instanceof Fields fields ? fields : Fields.EMPTY;
            for (int i = 0; i < object.size() && budget >= 0; i++) {
                String name = object.nameAt(i);
                CelRules property = rules.properties().get(name);
                boolean isProperty = rules.schema().properties().containsKey(name);
                if (property != null) {
                    node(
                            property,
                            object.valueAt(i),
                            old.value(name),
                            forgiving.field(name),
                            path.child(name));
                } else if (!isProperty && rules.additional() != null) {
                    node(
                            rules.additional(),
                            object.valueAt(i),
                            old.value(name),
                            forgiving.field(name),
                            path.key(name));
                }
            }
        }

        private void elements(
                CelRules rules,
                List<?> list,
                @Nullable Object before,
                Forgiving forgiving,
                FieldPath path) {
            CelRules items = rules.items();
            if (items == null) {
                return;
            }
            Correlation lists = new Correlation(list, before, rules.schema());
            for (int i = 0; i < list.size() && budget >= 0; i++) {
                Correlation element = lists.element(i);
                node(
                        items,
                        list.get(i),
                        element == null ? null : element.before(),
                        forgiving.element(i),
                        path.index(i));
            }
        }

        private void own(
                CelRules rules,
                Object value,
                @Nullable Object before,
                Forgiving forgiving,
                FieldPath path) {
            SchemaType type = rules.type();
            if (type == null) {
                return;
            }
            for (CelRule rule : rules.rules()) {
                if (budget <= 0) {
                    refuse(rules, path, "validation " + SPENT);
                    budget = -1;
                    return;
                }
                Program program = rule.program();
                if (program == null) {
                    if (rule.error() != null) {
                        refuse(rules, path, "rule compile error: " + rule.error());
                    }
                    continue;
                }
                if (rule.usesOldSelf() && before == null && !rule.isOptional()) {
                    continue;
                }
                Activation activation = activation(rule, value, before, type);
                if (!holds(rules, rule, program, activation, path) && budget >= 0) {
                    tell(rules, rule, value, activation, forgiving, path);
                }
                if (budget < 0) {
                    return;
                }
            }
        }

        private static Activation activation(
                CelRule rule, Object value, @Nullable Object before, SchemaType type) {
            return name ->
                    name.equals("self")
                            ? value
                            : rule.isOptional() ? Values.optional(before, type) : before;
        }

        /// Whether there is nothing more to say about the rule.
        private boolean holds(
                CelRules rules,
                CelRule rule,
                Program program,
                Activation activation,
                FieldPath path) {
            Outcome outcome = program.evaluate(activation);
            if (Long.compareUnsigned(outcome.cost(), budget) > 0) {
                refuse(rules, path, "validation " + SPENT);
                budget = -1;
                return true;
            }
            budget -= outcome.cost();
            return switch (outcome) {
                case Outcome.Value result -> result.isTrue();
                case Outcome.Failed(String why, boolean spent, _) -> {
                    failed(rules, rule, why, spent, path);
                    yield true;
                }
            };
        }

        private void failed(
                CelRules rules, CelRule rule, String why, boolean spent, FieldPath path) {
            if (spent) {
                refuse(
                        rules,
                        path,
                        "'"
                                + why
                                + "': no further validation rules will be run due to call cost exceeds limit for rule: "
                                + rule.named());
                budget = -1;
            } else if (why.startsWith("no such overload")) {
                refuse(
                        rules,
                        path,
                        "'"
                                + why
                                + "': call arguments did not match a supported operator, function or macro signature for rule: "
                                + rule.named());
            } else {
                refuse(rules, path, why + " evaluating rule: " + rule.named());
            }
        }

        private void refuse(CelRules rules, FieldPath path, String why) {
            errors.add(
                    new FieldError(
                            FieldError.Type.INVALID,
                            text(path),
                            "Invalid value: " + GoText.quote(rules.schema().type()) + ": " + why));
        }

        private static String text(FieldPath path) {
            return path.parent() == path ? NO_FIELD : path.toString();
        }

        private void tell(
                CelRules rules,
                CelRule rule,
                Object value,
                Activation activation,
                Forgiving forgiving,
                FieldPath path) {
            String message = message(rules, rule, activation, path);
            if (message == null) {
                return;
            }
            String place = rule.fieldPath();
            FieldPath where = place.isEmpty() ? path : path.child(place);
            FieldError error = error(rules, rule, value, message, text(where));
            if (!rule.usesOldSelf() && forgiving.forgives()) {
                errors.warn(error);
            } else {
                errors.add(error);
            }
        }

        private static FieldError error(
                CelRules rules, CelRule rule, Object value, String message, String path) {
            FieldError.Type type =
                    switch (rule.source().string("reason")) {
                        case "FieldValueForbidden" -> FieldError.Type.FORBIDDEN;
                        case "FieldValueRequired" -> FieldError.Type.REQUIRED;
                        case "FieldValueDuplicate" -> FieldError.Type.DUPLICATE;
                        default -> FieldError.Type.INVALID;
                    };
            String schemaType = rules.schema().type();
            boolean shown = !schemaType.equals("object") && !schemaType.equals("array");
            StringBuilder body = new StringBuilder(type.text());
            if (shown && (type == FieldError.Type.INVALID || type == FieldError.Type.DUPLICATE)) {
                body.append(": ").append(GoText.value(value));
            }
            if (type != FieldError.Type.DUPLICATE) {
                body.append(": ").append(message);
            }
            return new FieldError(type, path, body.toString());
        }

        /// Null when the budget ran out over it.
        private @Nullable String message(
                CelRules rules, CelRule rule, Activation activation, FieldPath path) {
            Program program = rule.message();
            if (program == null) {
                return rule.defaultMessage();
            }
            Outcome outcome = program.evaluate(activation);
            if (Long.compareUnsigned(outcome.cost(), budget) > 0) {
                refuse(rules, path, "messageExpression evaluation " + SPENT);
                budget = -1;
                return null;
            }
            budget -= outcome.cost();
            return switch (outcome) {
                case Outcome.Value(Object result, _) -> usable(result, rule);
                case Outcome.Failed(_, boolean spent, _) when spent -> {
                    refuse(
                            rules,
                            path,
                            "no further validation rules will be run due to call cost exceeds limit for messageExpression: "
                                    + GoText.quote(rule.source().string("messageExpression")));
                    budget = -1;
                    yield null;
                }
                case Outcome.Failed _ -> rule.defaultMessage();
            };
        }

        private static String usable(Object result, CelRule rule) {
            String text = result instanceof String message ? message.strip() : "";
            boolean fits =
                    !text.isEmpty()
                            && text.indexOf('\n') < 0
                            && text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                                    <= MESSAGE_MAX;
            return fits ? text : rule.defaultMessage();
        }
    }
}
