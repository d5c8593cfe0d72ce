package io.djong.auth.oidc;

import io.djong.auth.Users;
import io.djong.auth.oidc.JwtSettings.Mapping;
import io.djong.cel.Program;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a user of the claims of a token, and judges both. Immutable. Texts are those of Kubernetes 1.36.
final class Claims {

    private record Check(Program program, String message) {}

    private final JwtSettings settings;
    private final Optional<Program> username;
    private final Optional<Program> groups;
    private final Optional<Program> uid;
    private final Map<String, Program> extra = new LinkedHashMap<>();
    private final List<Check> claimChecks = new ArrayList<>();
    private final List<Check> userChecks = new ArrayList<>();

    /// @throws IllegalArgumentException if an expression is wrong
    Claims(JwtSettings settings) {
        this.settings = settings;
        this.username = program(settings.username());
        this.groups = program(settings.groups());
        this.uid = program(settings.uid());
        settings.extra().forEach((key, text) -> extra.put(key, ClaimExpressions.ofClaims(text)));
        for (JwtSettings.Rule rule : settings.claimRules()) {
            claimChecks.add(
                    new Check(ClaimExpressions.ofClaims(rule.expression()), rule.message()));
        }
        for (JwtSettings.Rule rule : settings.userRules()) {
            userChecks.add(new Check(ClaimExpressions.ofUser(rule.expression()), rule.message()));
        }
    }

    private static Optional<Program> program(Mapping mapping) {
        return mapping.isExpression()
                ? Optional.of(ClaimExpressions.ofClaims(mapping.expression()))
                : Optional.empty();
    }

    UserInfo user(Fields claims) throws ClaimException {
        String name = username(claims);
        List<String> memberOf = groups(claims);
        String id = uid(claims);
        Map<String, List<String>> facts = extra(claims);
        UserInfo user = new UserInfo(name, id, memberOf, facts);
        requireClaims(claims);
        check(claimChecks, "claims", claims, "claim validation expression");
        if (!userChecks.isEmpty()) {
            check(userChecks, "user", document(user), "user info validation rule");
        }
        return user;
    }

    /// With all its parts, as expressions expect them.
    private static Fields document(UserInfo user) {
        Fields document = Users.document(user);
        for (String part : List.of("username", "uid")) {
            document = document.has(part) ? document : document.with(part, "");
        }
        document = document.has("groups") ? document : document.with("groups", List.of());
        return document.has("extra") ? document : document.with("extra", Fields.EMPTY);
    }

    private String username(Fields claims) throws ClaimException {
        if (username.isPresent()) {
            return text(username.get(), claims, "username");
        }
        String claim = settings.username().claim();
        String name = text(claims, claim, "oidc: parse username claims \"" + claim + "\": ");
        if (claim.equals("email") && claims.has("email_verified")) {
            switch (claims.value("email_verified")) {
                case Boolean isVerified -> {
                    if (!isVerified) {
                        throw new ClaimException("oidc: email not verified");
                    }
                }
                case null, default ->
                        throw new ClaimException(
                                "oidc: parse 'email_verified' claim: it is no boolean");
            }
        }
        return settings.username().prefix() + name;
    }

    private List<String> groups(Fields claims) throws ClaimException {
        Mapping mapping = settings.groups();
        if (mapping.isClaim() && claims.has(mapping.claim())) {
            Object value = claims.value(mapping.claim());
            List<String> names = new ArrayList<>();
            switch (value) {
                case String one -> names.add(mapping.prefix() + one);
                case List<?> many -> {
                    for (Object one : many) {
                        if (!(one instanceof String group)) {
                            throw wrongGroups(mapping);
                        }
                        names.add(mapping.prefix() + group);
                    }
                }
                case null -> {}
                default -> throw wrongGroups(mapping);
            }
            return names;
        }
        return groups.isPresent() ? texts(groups.get(), claims, "group") : List.of();
    }

    private static ClaimException wrongGroups(Mapping mapping) {
        return new ClaimException(
                "oidc: parse groups claim \"%s\": neither a string nor a list of strings"
                        .formatted(mapping.claim()));
    }

    private String uid(Fields claims) throws ClaimException {
        String claim = settings.uid().claim();
        if (settings.uid().isClaim()) {
            return text(claims, claim, "oidc: parse uid claim \"" + claim + "\": ");
        }
        return uid.isPresent() ? text(uid.get(), claims, "uid") : "";
    }

    private Map<String, List<String>> extra(Fields claims) throws ClaimException {
        Map<String, List<String>> facts = new LinkedHashMap<>();
        for (Map.Entry<String, Program> one : extra.entrySet()) {
            List<String> values = texts(one.getValue(), claims, "extra");
            if (!values.isEmpty()) {
                facts.put(one.getKey(), values);
            }
        }
        return facts;
    }

    private void requireClaims(Fields claims) throws ClaimException {
        for (Map.Entry<String, String> required : settings.requiredClaims().entrySet()) {
            String claim = required.getKey();
            if (!claims.has(claim)) {
                throw new ClaimException(
                        "oidc: required claim " + claim + " not present in ID token");
            }
            String value = text(claims, claim, "oidc: parse claim " + claim + ": ");
            if (!value.equals(required.getValue())) {
                throw new ClaimException(
                        "oidc: required claim %s value does not match. Got = %s, want = %s"
                                .formatted(claim, value, required.getValue()));
            }
        }
    }

    private static void check(List<Check> checks, String variable, Fields value, String what)
            throws ClaimException {
        for (Check check : checks) {
            Object answer;
            try {
                answer = ClaimExpressions.evaluate(check.program, variable, value);
            } catch (ClaimException failed) {
                throw evaluating(what, failed.getMessage());
            }
            if (!(answer instanceof Boolean isGood)) {
                throw evaluating(what, "validation expression must return a boolean");
            }
            if (!isGood) {
                throw evaluating(
                        what,
                        "validation expression '%s' failed: %s"
                                .formatted(check.program.expression(), check.message));
            }
        }
    }

    private static String text(Program program, Fields claims, String what) throws ClaimException {
        Object value;
        try {
            value = ClaimExpressions.evaluate(program, "claims", claims);
        } catch (ClaimException failed) {
            throw evaluating(what + " claim expression", failed.getMessage());
        }
        if (value instanceof String text) {
            return text;
        }
        throw evaluating(
                what + " claim expression", what + " claim expression must return a string");
    }

    private static List<String> texts(Program program, Fields claims, String what)
            throws ClaimException {
        try {
            return ClaimExpressions.texts(ClaimExpressions.evaluate(program, "claims", claims));
        } catch (ClaimException failed) {
            throw evaluating(what + " claim expression", failed.getMessage());
        }
    }

    private static ClaimException evaluating(String what, @Nullable String why) {
        return new ClaimException("oidc: error evaluating " + what + ": " + why);
    }

    private static String text(Fields claims, String claim, String where) throws ClaimException {
        if (!claims.has(claim)) {
            throw new ClaimException(where + "claim not present");
        }
        if (claims.value(claim) instanceof String text) {
            return text;
        }
        throw new ClaimException(where + "it is no string");
    }
}
