package io.djong.auth.oidc;

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
import io.djong.cel.Values;
import io.djong.meta.tree.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// CEL over the claims of a token, or over the user that they make. Immutable.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authentication/#using-authentication-configuration CEL in claim mappings
final class ClaimExpressions {

    private static final SchemaType STRING = new SchemaType.Scalar(CelType.STRING, 0, 2);
    private static final SchemaType STRINGS = new SchemaType.ListOf(STRING, 0);

    private static final Environment CLAIMS =
            Environment.EMPTY.with("claims", new SchemaType.MapOf(SchemaType.DYN, 0));
    private static final Environment USER = Environment.EMPTY.with("user", user());

    private ClaimExpressions() {}

    private static ObjectOf user() {
        Map<String, Property> fields = new HashMap<>();
        fields.put("username", new Property("username", STRING));
        fields.put("uid", new Property("uid", STRING));
        fields.put("groups", new Property("groups", STRINGS));
        fields.put("extra", new Property("extra", new SchemaType.MapOf(STRINGS, 0)));
        return new ObjectOf("kubernetes.UserInfo", 2, () -> fields);
    }

    /// @throws IllegalArgumentException if it is wrong
    static Program ofClaims(String expression) {
        return compile(expression, CLAIMS);
    }

    /// @throws IllegalArgumentException if it is wrong
    static Program ofUser(String expression) {
        return compile(expression, USER);
    }

    private static Program compile(String expression, Environment environment) {
        return switch (Cel.compile(expression, environment)) {
            case Compilation.Compiled(Program program) -> program;
            case Compilation.Rejected(String why) ->
                    throw new IllegalArgumentException("compilation failed: " + why);
        };
    }

    /// The value as a document tree; null for CEL's null.
    ///
    /// @throws ClaimException when there is none
    static @Nullable Object evaluate(Program program, String variable, Fields value)
            throws ClaimException {
        Activation values = Activation.of(Map.of(variable, value));
        return switch (program.evaluate(values, Budget.PER_CALL)) {
            case Outcome.Value found -> Values.toTree(found.value());
            case Outcome.Failed failed ->
                    throw new ClaimException(
                            "expression '%s' resulted in error: %s"
                                    .formatted(program.expression(), failed.message()));
        };
    }

    /// A string, or strings; empty ones count as not there.
    static List<String> texts(@Nullable Object value) throws ClaimException {
        return switch (value) {
            case null -> List.of();
            case String one -> one.isEmpty() ? List.of() : List.of(one);
            case List<?> many when many.stream().allMatch(String.class::isInstance) ->
                    many.stream().map(String::valueOf).filter(one -> !one.isEmpty()).toList();
            default ->
                    throw new ClaimException(
                            "expression must return a string or a list of strings");
        };
    }
}
