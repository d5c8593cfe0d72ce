package io.djong.apiserver.audit;

import io.djong.apiserver.requests.AuditLevel;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The rules of an audit policy: the first that matches decides.
///
/// @spec https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/#audit-k8s-io-v1-Policy Policy
public final class AuditPolicy {

    private static final String ANY = "*";
    private static final Set<String> VERSIONS = Set.of("audit.k8s.io/v1");

    private record Resources(String group, List<String> resources, List<String> names) {
        boolean matches(RequestInfo info) {
            if (!group.equals(info.groupVersion().group())) {
                return false;
            }
            if (resources.isEmpty()) {
                return true;
            }
            return (names.isEmpty() || names.contains(info.name()))
                    && resources.stream().anyMatch(resource -> isMeant(resource, info));
        }

        private static boolean isMeant(String resource, RequestInfo info) {
            boolean isPart = !info.subresource().isEmpty();
            String combined = isPart ? info.resource() + "/" + info.subresource() : info.resource();
            return resource.equals(ANY)
                    || resource.equals(combined)
                    || (isPart && resource.equals("*/" + info.subresource()))
                    || resource.equals(info.resource() + "/*");
        }
    }

    private record Rule(
            Decision decision,
            List<String> users,
            List<String> groups,
            List<String> verbs,
            List<Resources> resources,
            List<String> namespaces,
            List<String> paths) {

        boolean matches(UserInfo user, RequestInfo info, String path) {
            if ((!users.isEmpty() && !users.contains(user.name()))
                    || (!groups.isEmpty() && groups.stream().noneMatch(user::isIn))
                    || (!verbs.isEmpty() && !verbs.contains(info.verb()))) {
                return false;
            }
            if (!namespaces.isEmpty() || !resources.isEmpty()) {
                return info.isResource()
                        && (namespaces.isEmpty() || namespaces.contains(info.namespace()))
                        && (resources.isEmpty()
                                || resources.stream().anyMatch(one -> one.matches(info)));
            }
            return paths.isEmpty()
                    || (!info.isResource() && paths.stream().anyMatch(spec -> isBelow(path, spec)));
        }

        private static boolean isBelow(String path, String spec) {
            return spec.equals(ANY)
                    || spec.equals(path)
                    || (spec.endsWith(ANY)
                            && path.startsWith(spec.substring(0, spec.length() - 1)));
        }
    }

    /// What is written down of a request.
    record Decision(AuditLevel level, Set<String> omittedStages, boolean omitsManagedFields) {
        static final Decision NOTHING = new Decision(AuditLevel.NONE, Set.of(), false);
    }

    private final List<Rule> rules;

    private AuditPolicy(List<Rule> rules) {
        this.rules = rules;
    }

    /// @throws IllegalArgumentException when it is no policy
    public static AuditPolicy parse(Fields document) {
        if (!document.string("kind").equals("Policy")
                || !VERSIONS.contains(document.string("apiVersion"))) {
            throw new IllegalArgumentException(
                    "no audit policy: kind must be Policy, apiVersion audit.k8s.io/v1");
        }
        List<Rule> rules = new ArrayList<>();
        for (Object rule : document.list("rules")) {
            rules.add(rule(document, (Fields) java.util.Objects.requireNonNull(rule)));
        }
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("loaded illegal policy with 0 rules");
        }
        return new AuditPolicy(List.copyOf(rules));
    }

    private static Rule rule(Fields policy, Fields rule) {
        Set<String> omitted = new HashSet<>(texts(policy, "omitStages"));
        omitted.addAll(texts(rule, "omitStages"));
        for (String stage : omitted) {
            boolean isKnown = false;
            for (Stage one : Stage.values()) {
                isKnown |= one.text().equals(stage);
            }
            if (!isKnown) {
                throw new IllegalArgumentException("omitStages: Invalid value: \"" + stage + '"');
            }
        }
        Boolean omitsManaged = rule.boolOrNull("omitManagedFields");
        List<Resources> resources = new ArrayList<>();
        for (Object one : rule.list("resources")) {
            Fields fields = (Fields) java.util.Objects.requireNonNull(one);
            resources.add(
                    new Resources(
                            fields.string("group"),
                            texts(fields, "resources"),
                            texts(fields, "resourceNames")));
        }
        return new Rule(
                new Decision(
                        level(rule.string("level")),
                        Set.copyOf(omitted),
                        omitsManaged == null ? policy.bool("omitManagedFields") : omitsManaged),
                texts(rule, "users"),
                texts(rule, "userGroups"),
                texts(rule, "verbs"),
                resources,
                texts(rule, "namespaces"),
                texts(rule, "nonResourceURLs"));
    }

    private static AuditLevel level(String text) {
        for (AuditLevel level : AuditLevel.values()) {
            if (level.text().equals(text)) {
                return level;
            }
        }
        throw new IllegalArgumentException(
                text.isEmpty()
                        ? "rules.level: Required value"
                        : "rules.level: Unsupported value: \"" + text + '"');
    }

    private static List<String> texts(Fields fields, String name) {
        return fields.list(name).stream().map(String::valueOf).toList();
    }

    Decision decide(Call call) {
        for (Rule rule : rules) {
            if (rule.matches(call.user(), call.info(), call.path())) {
                return rule.decision;
            }
        }
        return Decision.NOTHING;
    }
}
