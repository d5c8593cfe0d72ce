package io.djong.auth.rbac;

import io.djong.api.rbac.v1.ClusterRole;
import io.djong.api.rbac.v1.ClusterRoleBinding;
import io.djong.api.rbac.v1.Role;
import io.djong.api.rbac.v1.RoleBinding;
import io.djong.api.rbac.v1.RoleRef;
import io.djong.api.rbac.v1.Subject;
import io.djong.meta.ObjectKey;
import io.djong.meta.UserInfo;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who has which rules, by subject; immutable.
final class Grants {

    static final String GROUP = "rbac.authorization.k8s.io";

    /// What one subject of one binding gets.
    ///
    /// @param origin as in the reason of a decision
    /// @param missing why there are no rules, or null: the role does not exist
    record Grant(String origin, List<Rule> rules, @Nullable String missing) {}

    private record Subjects(Map<String, List<Grant>> users, Map<String, List<Grant>> groups) {
        Subjects() {
            this(new HashMap<>(), new HashMap<>());
        }
    }

    private final Map<ObjectKey, List<Rule>> roles = new HashMap<>();
    private final Map<String, List<Rule>> clusterRoles = new HashMap<>();
    private final Subjects everywhere = new Subjects();
    private final Map<String, Subjects> byNamespace = new HashMap<>();

    Grants(
            Collection<Role> roles,
            Collection<RoleBinding> roleBindings,
            Collection<ClusterRole> clusterRoles,
            Collection<ClusterRoleBinding> clusterRoleBindings) {
        roles.forEach(role -> this.roles.put(role.key(), Rule.of(role.rules())));
        clusterRoles.forEach(role -> this.clusterRoles.put(role.name(), Rule.of(role.rules())));
        for (ClusterRoleBinding binding : clusterRoleBindings) {
            add(
                    everywhere,
                    "ClusterRoleBinding \"" + binding.name() + "\"",
                    "",
                    binding.roleRef(),
                    binding.subjects());
        }
        for (RoleBinding binding : roleBindings) {
            add(
                    byNamespace.computeIfAbsent(binding.namespace(), _ -> new Subjects()),
                    "RoleBinding \"" + binding.name() + "/" + binding.namespace() + "\"",
                    binding.namespace(),
                    binding.roleRef(),
                    binding.subjects());
        }
    }

    private void add(
            Subjects subjects, String binding, String namespace, RoleRef role, List<Subject> list) {
        @Nullable List<Rule> rules = find(role, namespace);
        String missing = rules == null ? missing(role) : null;
        for (Subject subject : list) {
            String origin =
                    "RBAC: allowed by %s of %s \"%s\" to %s"
                            .formatted(binding, role.kind(), role.name(), name(subject, namespace));
            Grant grant = new Grant(origin, rules == null ? List.of() : rules, missing);
            switch (subject.kind()) {
                case "User" -> add(subjects.users, subject.name(), grant);
                case "Group" -> add(subjects.groups, subject.name(), grant);
                case "ServiceAccount" -> {
                    String home = subject.namespace().isEmpty() ? namespace : subject.namespace();
                    if (!home.isEmpty()) {
                        String user = "system:serviceaccount:" + home + ":" + subject.name();
                        add(subjects.users, user, grant);
                    }
                }
                default -> {}
            }
        }
    }

    private static void add(Map<String, List<Grant>> index, String subject, Grant grant) {
        index.computeIfAbsent(subject, _ -> new ArrayList<>(2)).add(grant);
    }

    private static String name(Subject subject, String bindingNamespace) {
        if (!subject.kind().equals("ServiceAccount")) {
            return subject.kind() + " \"" + subject.name() + "\"";
        }
        String home = subject.namespace().isEmpty() ? bindingNamespace : subject.namespace();
        return "ServiceAccount \"" + subject.name() + "/" + home + "\"";
    }

    /// The rules of the role that a binding in that namespace means, or null when there is none.
    @Nullable List<Rule> find(RoleRef role, String namespace) {
        return switch (role.kind()) {
            case "Role" -> roles.get(ObjectKey.of(namespace, role.name()));
            case "ClusterRole" -> clusterRoles.get(role.name());
            default -> null;
        };
    }

    private static String missing(RoleRef role) {
        String resource = role.kind().equals("Role") ? "role" : "clusterrole";
        return "%s.%s \"%s\" not found".formatted(resource, GROUP, role.name());
    }

    /// All grants of a user that count in a namespace, those of the whole cluster first.
    List<Grant> of(UserInfo user, String namespace) {
        List<Grant> found = new ArrayList<>();
        collect(everywhere, user, found);
        if (!namespace.isEmpty()) {
            Subjects local = byNamespace.get(namespace);
            if (local != null) {
                collect(local, user, found);
            }
        }
        return found;
    }

    private static void collect(Subjects subjects, UserInfo user, List<Grant> found) {
        found.addAll(subjects.users.getOrDefault(user.name(), List.of()));
        for (String group : user.groups()) {
            found.addAll(subjects.groups.getOrDefault(group, List.of()));
        }
    }
}
