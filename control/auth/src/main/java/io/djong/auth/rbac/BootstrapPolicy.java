package io.djong.auth.rbac;

import io.djong.api.ApiObject;
import io.djong.api.meta.v1.LabelSelector;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.api.rbac.v1.AggregationRule;
import io.djong.api.rbac.v1.ClusterRole;
import io.djong.api.rbac.v1.ClusterRoleBinding;
import io.djong.api.rbac.v1.PolicyRule;
import io.djong.api.rbac.v1.Role;
import io.djong.api.rbac.v1.RoleBinding;
import io.djong.api.rbac.v1.RoleRef;
import io.djong.api.rbac.v1.Subject;
import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The roles and bindings that every cluster begins with, read from `bootstrap-1.36.policy`.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings Default roles and role bindings
public final class BootstrapPolicy {

    private static final String RESOURCE = "bootstrap-1.36.policy";
    private static final String AUTOUPDATE = "rbac.authorization.kubernetes.io/autoupdate";
    private static final String BOOTSTRAPPING = "kubernetes.io/bootstrapping";

    /// In the order in which they have to be made: roles before the bindings to them.
    ///
    /// @param roles in the namespaces `kube-system` and `kube-public`, which have to be there
    public record Objects(
            List<ClusterRole> clusterRoles,
            List<Role> roles,
            List<ClusterRoleBinding> clusterRoleBindings,
            List<RoleBinding> roleBindings) {

        public List<ApiObject<?>> all() {
            List<ApiObject<?>> all = new ArrayList<>();
            all.addAll(clusterRoles);
            all.addAll(roles);
            all.addAll(clusterRoleBindings);
            all.addAll(roleBindings);
            return all;
        }
    }

    private final List<ClusterRole> clusterRoles = new ArrayList<>();
    private final List<Role> roles = new ArrayList<>();
    private final List<ClusterRoleBinding> clusterRoleBindings = new ArrayList<>();
    private final List<RoleBinding> roleBindings = new ArrayList<>();

    private BootstrapPolicy() {}

    public static Objects load() {
        try (InputStream in = BootstrapPolicy.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource is missing: " + RESOURCE);
            }
            return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("read " + RESOURCE, e);
        }
    }

    static Objects parse(String text) {
        BootstrapPolicy policy = new BootstrapPolicy();
        List<String> body = new ArrayList<>();
        String head = "";
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith("  ")) {
                body.add(line.strip());
            } else {
                policy.add(head, body);
                head = line;
                body.clear();
            }
        }
        policy.add(head, body);
        return new Objects(
                List.copyOf(policy.clusterRoles),
                List.copyOf(policy.roles),
                List.copyOf(policy.clusterRoleBindings),
                List.copyOf(policy.roleBindings));
    }

    private void add(String head, List<String> body) {
        if (head.isEmpty()) {
            return;
        }
        List<String> words = Arrays.asList(head.split(" "));
        switch (words.getFirst()) {
            case "clusterrole" -> clusterRoles.add(clusterRole(words, body));
            case "role" ->
                    roles.add(
                            Role.KIND
                                    .empty()
                                    .withMetadata(meta(words.get(2)).withNamespace(words.get(1)))
                                    .withRules(rules(body)));
            case "clusterbinding" ->
                    clusterRoleBindings.add(
                            ClusterRoleBinding.KIND
                                    .empty()
                                    .withMetadata(meta(words.get(1)))
                                    .withSubjects(subjects(words.subList(2, words.size())))
                                    .withRoleRef(roleRef("ClusterRole", words.get(1))));
            case "binding" ->
                    roleBindings.add(
                            RoleBinding.KIND
                                    .empty()
                                    .withMetadata(meta(words.get(2)).withNamespace(words.get(1)))
                                    .withSubjects(subjects(words.subList(4, words.size())))
                                    .withRoleRef(roleRef("Role", words.get(3))));
            default -> throw new IllegalArgumentException("policy line not understood: " + head);
        }
    }

    private static ClusterRole clusterRole(List<String> words, List<String> body) {
        ObjectMeta meta = meta(words.get(1));
        Map<String, String> labels = new LinkedHashMap<>(meta.labels());
        for (String label : words.subList(2, words.size())) {
            String[] pair = label.split("=");
            labels.put(pair[0], pair[1]);
        }
        ClusterRole role = ClusterRole.KIND.empty().withMetadata(meta.withLabels(labels));
        List<LabelSelector> gathered =
                body.stream()
                        .filter(line -> line.startsWith("gathers "))
                        .map(line -> line.substring("gathers ".length()))
                        .map(label -> LabelSelector.EMPTY.withMatchLabels(Map.of(label, "true")))
                        .toList();
        return gathered.isEmpty()
                ? role.withRules(rules(body))
                : role.withAggregationRule(
                        AggregationRule.EMPTY.withClusterRoleSelectors(gathered));
    }

    private static ObjectMeta meta(String name) {
        return ObjectMeta.EMPTY
                .withName(name)
                .withLabels(Map.of(BOOTSTRAPPING, "rbac-defaults"))
                .withAnnotations(Map.of(AUTOUPDATE, "true"));
    }

    private static List<PolicyRule> rules(List<String> body) {
        return body.stream().map(BootstrapPolicy::rule).toList();
    }

    private static PolicyRule rule(String line) {
        int on = line.indexOf(" on ");
        if (on >= 0) {
            return PolicyRule.EMPTY
                    .withVerbs(list(line.substring(0, on)))
                    .withNonResourceURLs(list(line.substring(on + " on ".length())));
        }
        String[] parts = line.split(" \\| ");
        PolicyRule rule =
                PolicyRule.EMPTY
                        .withVerbs(list(parts[0]))
                        .withApiGroups(
                                list(parts[1]).stream()
                                        .map(group -> group.equals("core") ? "" : group)
                                        .toList())
                        .withResources(list(parts[2]));
        return parts.length == 4 ? rule.withResourceNames(list(parts[3])) : rule;
    }

    private static List<String> list(String text) {
        return List.of(text.split(","));
    }

    private static List<Subject> subjects(List<String> words) {
        return words.stream().map(BootstrapPolicy::subject).toList();
    }

    private static Subject subject(String word) {
        int at = word.indexOf('=');
        String name = word.substring(at + 1);
        return switch (word.substring(0, at)) {
            case "user" -> subject("User", name);
            case "group" -> subject("Group", name);
            case "account" -> {
                int slash = name.indexOf('/');
                yield Subject.EMPTY
                        .withKind("ServiceAccount")
                        .withName(name.substring(slash + 1))
                        .withNamespace(name.substring(0, slash));
            }
            default -> throw new IllegalArgumentException("subject not understood: " + word);
        };
    }

    private static Subject subject(String kind, String name) {
        return Subject.EMPTY.withKind(kind).withApiGroup(Grants.GROUP).withName(name);
    }

    private static RoleRef roleRef(String kind, String name) {
        return RoleRef.EMPTY.withApiGroup(Grants.GROUP).withKind(kind).withName(name);
    }

    /// The stored object with what a default one has and it lacks: rules that are not covered, or subjects. Empty when
    /// nothing is missing, or its annotation says to leave it alone.
    ///
    /// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/#auto-reconciliation Auto-reconciliation
    public static Optional<Fields> reconciled(Fields stored, Fields wanted) {
        if (stored.fields("metadata").fields("annotations").string(AUTOUPDATE).equals("false")) {
            return Optional.empty();
        }
        Fields result = addMetadata(addMetadata(stored, wanted, "labels"), wanted, "annotations");
        if (wanted.value("aggregationRule") != null) {
            result =
                    addMissing(
                            result.with("aggregationRule", stored.fields("aggregationRule")),
                            wanted,
                            "aggregationRule",
                            "clusterRoleSelectors");
        } else if (!wanted.list("rules").isEmpty()) {
            result = addRules(result, wanted);
        } else if (wanted.value("subjects") != null) {
            result = addMissing(result, wanted, "subjects");
        }
        return result.equals(stored) ? Optional.empty() : Optional.of(result);
    }

    private static Fields addMetadata(Fields stored, Fields wanted, String field) {
        Fields metadata = stored.fields("metadata");
        Fields.Builder merged = metadata.fields(field).toBuilder();
        wanted.fields("metadata").fields(field).forEach(merged::set);
        return stored.with("metadata", metadata.with(field, merged.build()));
    }

    private static Fields addRules(Fields stored, Fields wanted) {
        List<Rule> held = Rule.of(new ClusterRole(stored).rules());
        List<Object> rules = new ArrayList<>(new ClusterRole(stored).rules().size());
        new ClusterRole(stored).rules().forEach(rule -> rules.add(rule.fields()));
        for (PolicyRule rule : new ClusterRole(wanted).rules()) {
            boolean covered =
                    Rule.of(rule).pieces().stream()
                            .allMatch(piece -> held.stream().anyMatch(one -> one.covers(piece)));
            if (!covered) {
                rules.add(rule.fields());
            }
        }
        return stored.with("rules", List.copyOf(rules));
    }

    private static Fields addMissing(Fields stored, Fields wanted, String... path) {
        List<Object> items = new ArrayList<>();
        if (stored.at(path) instanceof List<?> list) {
            items.addAll(list);
        }
        if (wanted.at(path) instanceof List<?> list) {
            for (Object item : list) {
                if (!items.contains(item)) {
                    items.add(item);
                }
            }
        }
        return stored.withAt(List.copyOf(items), path);
    }
}
