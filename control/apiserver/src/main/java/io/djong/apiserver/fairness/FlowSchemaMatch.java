package io.djong.apiserver.fairness;

import io.djong.api.flowcontrol.v1.FlowSchema;
import io.djong.api.flowcontrol.v1.NonResourcePolicyRule;
import io.djong.api.flowcontrol.v1.PolicyRulesWithSubjects;
import io.djong.api.flowcontrol.v1.ResourcePolicyRule;
import io.djong.api.flowcontrol.v1.Subject;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.meta.UserInfo;
import java.util.List;

/// Which requests a flow schema is about, with everything looked up once.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/flow-schema-v1/ FlowSchema
final class FlowSchemaMatch {

    private static final String ANY = "*";
    private static final String ACCOUNT_PREFIX = "system:serviceaccount:";

    private record Rule(List<Who> subjects, List<OfResource> resources, List<OfPath> paths) {}

    private record Who(Sort sort, String name) {
        boolean matches(UserInfo user) {
            return switch (sort) {
                case USER -> name.equals(ANY) || name.equals(user.name());
                case GROUP -> name.equals(ANY) || user.groups().contains(name);
                case ACCOUNT -> name.equals(user.name());
                case ACCOUNTS_OF_NAMESPACE -> user.name().startsWith(name);
            };
        }
    }

    private enum Sort {
        USER,
        GROUP,
        ACCOUNT,
        ACCOUNTS_OF_NAMESPACE
    }

    private record OfResource(
            List<String> verbs,
            List<String> groups,
            List<String> resources,
            boolean clusterScope,
            List<String> namespaces) {

        boolean matches(RequestInfo info) {
            return holds(verbs, info.verb())
                    && holds(groups, info.groupVersion().group())
                    && holdsResource(info)
                    && (info.namespace().isEmpty()
                            ? clusterScope
                            : holds(namespaces, info.namespace()));
        }

        private boolean holdsResource(RequestInfo info) {
            if (isAny(resources)) {
                return true;
            }
            return resources.contains(
                    info.subresource().isEmpty()
                            ? info.resource()
                            : info.resource() + "/" + info.subresource());
        }
    }

    private record OfPath(List<String> verbs, List<String> urls) {
        boolean matches(String verb, String path) {
            if (!holds(verbs, verb)) {
                return false;
            }
            for (String url : urls) {
                if (url.equals(ANY)
                        || url.equals(path)
                        || (url.endsWith("/*")
                                && path.startsWith(url.substring(0, url.length() - 1)))) {
                    return true;
                }
            }
            return false;
        }
    }

    private final List<Rule> rules;

    FlowSchemaMatch(FlowSchema schema) {
        this.rules = schema.spec().rules().stream().map(FlowSchemaMatch::rule).toList();
    }

    private static Rule rule(PolicyRulesWithSubjects rule) {
        return new Rule(
                rule.subjects().stream().map(FlowSchemaMatch::who).toList(),
                rule.resourceRules().stream().map(FlowSchemaMatch::ofResource).toList(),
                rule.nonResourceRules().stream().map(FlowSchemaMatch::ofPath).toList());
    }

    private static Who who(Subject subject) {
        var user = subject.user();
        var group = subject.group();
        var account = subject.serviceAccount();
        if (user != null) {
            return new Who(Sort.USER, user.name());
        }
        if (group != null) {
            return new Who(Sort.GROUP, group.name());
        }
        if (account == null) {
            return new Who(Sort.ACCOUNT, "");
        }
        String prefix = ACCOUNT_PREFIX + account.namespace() + ":";
        return account.name().equals(ANY)
                ? new Who(Sort.ACCOUNTS_OF_NAMESPACE, prefix)
                : new Who(Sort.ACCOUNT, prefix + account.name());
    }

    private static OfResource ofResource(ResourcePolicyRule rule) {
        return new OfResource(
                rule.verbs(),
                rule.apiGroups(),
                rule.resources(),
                rule.clusterScope(),
                rule.namespaces());
    }

    private static OfPath ofPath(NonResourcePolicyRule rule) {
        return new OfPath(rule.verbs(), rule.nonResourceURLs());
    }

    boolean matches(UserInfo user, RequestInfo info, String path) {
        for (Rule rule : rules) {
            if (isAbout(rule, user) && asks(rule, info, path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAbout(Rule rule, UserInfo user) {
        for (Who who : rule.subjects) {
            if (who.matches(user)) {
                return true;
            }
        }
        return false;
    }

    private static boolean asks(Rule rule, RequestInfo info, String path) {
        if (info.isResource()) {
            for (OfResource resource : rule.resources) {
                if (resource.matches(info)) {
                    return true;
                }
            }
            return false;
        }
        for (OfPath one : rule.paths) {
            if (one.matches(info.verb(), path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holds(List<String> allowed, String value) {
        return isAny(allowed) || allowed.contains(value);
    }

    private static boolean isAny(List<String> allowed) {
        return allowed.contains(ANY);
    }
}
