package io.djong.apiserver.resources.rbac;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.filled;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// RoleBindings and ClusterRoleBindings.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/rbac/#rolebinding-and-clusterrolebinding Bindings
final class RoleBindingResource implements KindRules {

    private static final String GROUP = "rbac.authorization.k8s.io";

    private final boolean namespaced;

    RoleBindingResource(boolean namespaced) {
        this.namespaced = namespaced;
    }

    @Override
    public Fields defaults(Fields object) {
        Fields binding = always(object, "roleRef", role -> filled(role, "apiGroup", GROUP));
        return each(binding, "subjects", RoleBindingResource::subject);
    }

    private static Fields subject(Fields subject) {
        return switch (subject.string("kind")) {
            case "User", "Group" -> filled(subject, "apiGroup", GROUP);
            default -> subject;
        };
    }

    @Override
    public Names.Rule nameRule() {
        return Names.Rule.PATH_SEGMENT;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        RbacValidation.binding(object, namespaced, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        RbacValidation.binding(object, namespaced, errors);
        if (!object.fields("roleRef").equals(before.fields("roleRef"))) {
            Fields role = object.fields("roleRef");
            Fields internal =
                    Fields.of(
                            "APIGroup", role.string("apiGroup"),
                            "Kind", role.string("kind"),
                            "Name", role.string("name"));
            errors.invalid(FieldPath.of("roleRef"), internal, "cannot change roleRef");
        }
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Role"),
                Column.AGE,
                Column.string("Users").wide(),
                Column.string("Groups").wide(),
                Column.string("ServiceAccounts").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields role = object.fields("roleRef");
        return List.of(
                Trees.name(object),
                role.string("kind") + "/" + role.string("name"),
                Ages.age(object, now),
                subjects(object, "User"),
                subjects(object, "Group"),
                subjects(object, "ServiceAccount"));
    }

    private static String subjects(Fields object, String kind) {
        List<String> names = new ArrayList<>();
        for (Fields subject : Trees.objects(object, "subjects")) {
            if (subject.string("kind").equals(kind)) {
                String namespace = subject.string("namespace");
                String name = subject.string("name");
                names.add(kind.equals("ServiceAccount") ? namespace + "/" + name : name);
            }
        }
        return String.join(", ", names);
    }
}
