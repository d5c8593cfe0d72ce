package io.djong.apiserver.structural;

import io.djong.cel.Cel;
import io.djong.cel.CelType;
import io.djong.cel.Compilation;
import io.djong.cel.Environment;
import io.djong.cel.Program;
import io.djong.cel.SchemaType;
import io.djong.meta.tree.Fields;
import org.jspecify.annotations.Nullable;

/// One element of `x-kubernetes-validations`, compiled.
///
/// @param program null when the rule is empty or wrong
/// @param error why it is wrong, or null
/// @param message null when there is no expression for it, or a wrong one
/// @param messageError why that is wrong, or null
/// @param fieldPath below the value, "" for the value itself
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules Validation rules
public record CelRule(
        Fields source,
        @Nullable Program program,
        @Nullable String error,
        boolean usesOldSelf,
        @Nullable Program message,
        @Nullable String messageError,
        String fieldPath) {

    private static final String SELF = "self";
    private static final String OLD_SELF = "oldSelf";

    /// @param type of the value, as [SchemaType#ofOpenApi] makes it
    public static CelRule compile(Fields rule, SchemaNode schema, SchemaType type) {
        String text = rule.string("rule");
        if (text.isBlank()) {
            return new CelRule(rule, null, null, false, null, null, "");
        }
        Environment own = Environment.EMPTY.with(SELF, type);
        Environment environment =
                isOptional(rule)
                        ? own.with(OLD_SELF, CelType.optional(type.type()))
                        : own.with(OLD_SELF, type);
        Compiled compiled = compile(text, environment, CelType.BOOL, "cel expression", "bool", "");
        if (compiled.program == null) {
            return new CelRule(rule, null, compiled.error, false, null, null, "");
        }
        boolean old =
                text.contains(OLD_SELF) && Cel.compile(text, own) instanceof Compilation.Rejected;
        String expression = rule.string("messageExpression");
        Compiled message =
                expression.isEmpty()
                        ? new Compiled(null, null)
                        : compile(
                                expression,
                                environment,
                                CelType.STRING,
                                "messageExpression",
                                "string",
                                "messageExpression ");
        return new CelRule(
                rule,
                compiled.program,
                null,
                old,
                message.program,
                message.error,
                fieldPath(rule, schema));
    }

    private record Compiled(@Nullable Program program, @Nullable String error) {}

    private static Compiled compile(
            String text,
            Environment environment,
            CelType wanted,
            String what,
            String typeName,
            String start) {
        return switch (Cel.compile(text, environment)) {
            case Compilation.Rejected(String why) ->
                    new Compiled(null, start + "compilation failed: " + why);
            case Compilation.Compiled(Program program) ->
                    program.type().equals(wanted)
                            ? new Compiled(program, null)
                            : new Compiled(null, what + " must evaluate to a " + typeName);
        };
    }

    private static String fieldPath(Fields rule, SchemaNode schema) {
        String path = rule.string("fieldPath");
        if (path.isEmpty()) {
            return "";
        }
        try {
            return SchemaPath.parse(path, schema, true).path().toString();
        } catch (IllegalArgumentException nowhere) {
            return "";
        }
    }

    public boolean isOptional() {
        return isOptional(source);
    }

    private static boolean isOptional(Fields rule) {
        return rule.bool("optionalOldSelf");
    }

    /// The rule as errors name it.
    String named() {
        String message = source.string("message").strip();
        return message.isEmpty() ? source.string("rule").strip() : message;
    }

    /// What is wrong with a value that breaks it, unless an expression says.
    String defaultMessage() {
        return source.string("message").isEmpty()
                ? "failed rule: " + named()
                : source.string("message").strip();
    }
}
