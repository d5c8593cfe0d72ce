package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The devices that a pod claims.
final class PodClaimValidation {

    private PodClaimValidation() {}

    static Set<String> names(Fields spec) {
        Set<String> names = new TreeSet<>();
        for (Fields claim : Trees.objects(spec, "resourceClaims")) {
            if (!claim.string("name").isEmpty()) {
                names.add(claim.string("name"));
            }
        }
        return names;
    }

    static void validate(Fields spec, FieldPath path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        List<Fields> claims = Trees.objects(spec, "resourceClaims");
        for (int i = 0; i < claims.size(); i++) {
            validate(claims.get(i), seen, path.index(i), errors);
        }
    }

    private static void validate(
            Fields claim, Set<String> seen, FieldPath path, FieldErrors errors) {
        String name = claim.string("name");
        if (name.isEmpty()) {
            errors.required(path.child("name"), "");
        } else if (!seen.add(name)) {
            errors.duplicate(path.child("name"), name);
        } else {
            Checks.label(name, path.child("name"), errors);
        }
        String direct = claim.stringOrNull("resourceClaimName");
        String template = claim.stringOrNull("resourceClaimTemplateName");
        if (direct != null && template != null) {
            errors.invalid(
                    path,
                    internal(claim),
                    "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified");
        }
        if (direct == null && template == null) {
            errors.invalid(
                    path,
                    internal(claim),
                    "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
        }
        if (direct != null) {
            Checks.subdomain(direct, path.child("resourceClaimName"), errors);
        }
        if (template != null) {
            Checks.subdomain(template, path.child("resourceClaimTemplateName"), errors);
        }
    }

    /// As upstream's internal type prints itself.
    private static Fields internal(Fields claim) {
        return Fields.of(
                "Name", claim.string("name"),
                "ResourceClaimName", claim.value("resourceClaimName"),
                "ResourceClaimTemplateName", claim.value("resourceClaimTemplateName"));
    }
}
