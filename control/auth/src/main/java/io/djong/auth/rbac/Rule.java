package io.djong.auth.rbac;

import io.djong.api.rbac.v1.PolicyRule;
import io.djong.auth.Attributes;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;

/// What a role allows: some verbs on some resources, or on some URLs.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/cluster-role-v1/ ClusterRole
record Rule(
        List<String> verbs,
        List<String> groups,
        List<String> resources,
        List<String> names,
        List<String> urls) {

    private static final String ALL = "*";

    static final List<Rule> EVERYTHING =
            List.of(
                    new Rule(List.of(ALL), List.of(ALL), List.of(ALL), List.of(), List.of()),
                    new Rule(List.of(ALL), List.of(), List.of(), List.of(), List.of(ALL)));

    static Rule of(PolicyRule rule) {
        return new Rule(
                List.copyOf(rule.verbs()),
                List.copyOf(rule.apiGroups()),
                List.copyOf(rule.resources()),
                List.copyOf(rule.resourceNames()),
                List.copyOf(rule.nonResourceURLs()));
    }

    static List<Rule> of(List<PolicyRule> rules) {
        return rules.stream().map(Rule::of).toList();
    }

    boolean allows(Attributes asked) {
        if (!has(verbs, asked.verb())) {
            return false;
        }
        return asked.isResourceRequest()
                ? has(groups, asked.group())
                        && hasResource(asked.combinedResource(), asked.subresource())
                        && (names.isEmpty() || names.contains(asked.name()))
                : hasUrl(asked.path());
    }

    private boolean hasResource(String combined, String subresource) {
        for (String resource : resources) {
            if (resource.equals(ALL)
                    || resource.equals(combined)
                    || (!subresource.isEmpty() && resource.equals("*/" + subresource))) {
                return true;
            }
        }
        return false;
    }

    private boolean hasUrl(String path) {
        for (String url : urls) {
            if (covers(url, path)) {
                return true;
            }
        }
        return false;
    }

    private static boolean covers(String pattern, String path) {
        return pattern.equals(ALL)
                || pattern.equals(path)
                || (pattern.endsWith(ALL) && path.startsWith(withoutStars(pattern)));
    }

    private static String withoutStars(String pattern) {
        int end = pattern.length();
        while (end > 0 && pattern.charAt(end - 1) == '*') {
            end--;
        }
        return pattern.substring(0, end);
    }

    private static boolean has(List<String> values, String value) {
        return values.contains(ALL) || values.contains(value);
    }

    private static boolean hasAll(List<String> values, List<String> wanted) {
        return values.contains(ALL) || values.containsAll(wanted);
    }

    /// The same permissions as rules of one group, one resource and one name, or one URL, each.
    List<Rule> pieces() {
        List<Rule> pieces = new ArrayList<>();
        for (String group : groups) {
            for (String resource : resources) {
                for (String verb : verbs) {
                    if (names.isEmpty()) {
                        pieces.add(piece(verb, group, resource, List.of()));
                    }
                    for (String name : names) {
                        pieces.add(piece(verb, group, resource, List.of(name)));
                    }
                }
            }
        }
        for (String url : urls) {
            for (String verb : verbs) {
                pieces.add(new Rule(List.of(verb), List.of(), List.of(), List.of(), List.of(url)));
            }
        }
        return pieces;
    }

    private static Rule piece(String verb, String group, String resource, List<String> names) {
        return new Rule(List.of(verb), List.of(group), List.of(resource), names, List.of());
    }

    /// Whether this rule alone permits all that `piece` does.
    boolean covers(Rule piece) {
        return hasAll(verbs, piece.verbs)
                && hasAll(groups, piece.groups)
                && coversResources(piece.resources)
                && piece.urls.stream()
                        .allMatch(path -> urls.stream().anyMatch(url -> covers(url, path)))
                && (names.isEmpty() || (!piece.names.isEmpty() && names.containsAll(piece.names)));
    }

    private boolean coversResources(List<String> wanted) {
        if (hasAll(resources, wanted)) {
            return true;
        }
        for (String resource : wanted) {
            int slash = resource.indexOf('/');
            boolean covered =
                    resources.contains(resource)
                            || (slash >= 0 && resources.contains("*" + resource.substring(slash)));
            if (!covered) {
                return false;
            }
        }
        return true;
    }

    /// As in the answer to a rules review.
    Fields document() {
        Fields.Builder document = Fields.builder().add("verbs", verbs);
        if (!groups.isEmpty()) {
            document.add("apiGroups", groups);
        }
        if (!resources.isEmpty()) {
            document.add("resources", resources);
        }
        if (!names.isEmpty()) {
            document.add("resourceNames", names);
        }
        if (!urls.isEmpty()) {
            document.add("nonResourceURLs", urls);
        }
        return document.build();
    }

    /// As in messages: `{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}`.
    String text() {
        List<String> parts = new ArrayList<>();
        add(parts, "APIGroups", groups);
        add(parts, "Resources", resources);
        add(parts, "NonResourceURLs", urls);
        add(parts, "ResourceNames", names);
        add(parts, "Verbs", verbs);
        return "{" + String.join(", ", parts) + "}";
    }

    private static void add(List<String> parts, String name, List<String> values) {
        if (!values.isEmpty()) {
            parts.add(name + ":" + quoted(values));
        }
    }

    /// As Go's `%q` prints a list of strings.
    static String quoted(List<String> values) {
        StringBuilder text = new StringBuilder("[");
        for (String value : values) {
            text.append(text.length() > 1 ? " " : "");
            text.append('"').append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
        }
        return text.append(']').toString();
    }
}
