package io.djong.auth.abac;

import io.djong.auth.Attributes;
import io.djong.auth.Authorizer;
import io.djong.auth.Decision;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Allows what one of the policies of a file allows: one JSON object a line, as `--authorization-policy-file` names it.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/abac/ Using ABAC Authorization
public final class AbacAuthorizer implements Authorizer {

    private static final String GROUP = "abac.authorization.kubernetes.io/";
    private static final String ALL = "*";

    /// @param user "" and `group` "" together match nobody
    private record Policy(
            String user,
            String group,
            boolean readonly,
            String apiGroup,
            String resource,
            String namespace,
            String nonResourcePath) {

        boolean matches(Attributes asked) {
            return matchesSubject(asked.user())
                    && (!readonly || asked.isReadOnly())
                    && (asked.isResourceRequest() ? matchesResource(asked) : matchesPath(asked));
        }

        private boolean matchesSubject(UserInfo who) {
            if (user.isEmpty() && group.isEmpty()) {
                return false;
            }
            boolean isUser = user.isEmpty() || user.equals(ALL) || user.equals(who.name());
            boolean isMember = group.isEmpty() || group.equals(ALL) || who.isIn(group);
            return isUser && isMember;
        }

        private boolean matchesResource(Attributes asked) {
            return is(namespace, asked.namespace())
                    && is(resource, asked.resource())
                    && is(apiGroup, asked.group());
        }

        private boolean matchesPath(Attributes asked) {
            if (nonResourcePath.equals(ALL) || nonResourcePath.equals(asked.path())) {
                return true;
            }
            return nonResourcePath.endsWith(ALL)
                    && asked.path()
                            .startsWith(nonResourcePath.substring(0, nonResourcePath.length() - 1));
        }

        private static boolean is(String pattern, String value) {
            return pattern.equals(ALL) || pattern.equals(value);
        }
    }

    private final List<Policy> policies;

    private AbacAuthorizer(List<Policy> policies) {
        this.policies = List.copyOf(policies);
    }

    /// @param text of the file
    /// @throws IllegalArgumentException naming the line that is wrong
    public static AbacAuthorizer parse(String text) {
        List<Policy> policies = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.strip().startsWith("#")) {
                continue;
            }
            policies.add(policy(line.strip(), number));
        }
        return new AbacAuthorizer(policies);
    }

    private static Policy policy(String line, int number) {
        Fields document;
        try {
            document = Json.parseObject(line.getBytes(StandardCharsets.UTF_8));
        } catch (DecodeException malformed) {
            throw new IllegalArgumentException(
                    "policy file line " + number + ": " + malformed.getMessage(), malformed);
        }
        return switch (document.string("apiVersion")) {
            case GROUP + "v1beta1" -> ofVersion1(document, number);
            case "", GROUP + "v0" -> ofVersion0(document);
            default ->
                    throw new IllegalArgumentException(
                            "policy file line %d: apiVersion: '%s': must be %sv1beta1"
                                    .formatted(number, document.string("apiVersion"), GROUP));
        };
    }

    private static Policy ofVersion1(Fields document, int number) {
        if (!document.string("kind").equals("Policy")) {
            throw new IllegalArgumentException(
                    "policy file line %d: kind: '%s': must be Policy"
                            .formatted(number, document.string("kind")));
        }
        Fields spec = document.fields("spec");
        return new Policy(
                spec.string("user"),
                spec.string("group"),
                spec.bool("readonly"),
                spec.string("apiGroup"),
                spec.string("resource"),
                spec.string("namespace"),
                spec.string("nonResourcePath"));
    }

    /// The first format: what it does not say is allowed, and everybody is meant who is known.
    private static Policy ofVersion0(Fields old) {
        String user = old.string("user");
        String group = old.string("group");
        boolean ofAnyone = user.isEmpty() && group.isEmpty();
        String namespace = old.string("namespace");
        String resource = old.string("resource");
        boolean hasPaths = namespace.isEmpty() && resource.isEmpty();
        return new Policy(
                user.equals(ALL) ? "" : user,
                ofAnyone || user.equals(ALL) ? UserInfo.AUTHENTICATED : group,
                old.bool("readonly"),
                ALL,
                resource.isEmpty() ? ALL : resource,
                namespace.isEmpty() ? ALL : namespace,
                hasPaths ? ALL : "");
    }

    @Override
    public Decision authorize(Attributes attributes) {
        for (Policy policy : policies) {
            if (policy.matches(attributes)) {
                return Decision.allow("");
            }
        }
        return Decision.noOpinion("No policy matched.");
    }
}
