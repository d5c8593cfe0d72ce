package io.djong.apiserver.resources.networking;

import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.DomainNames;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What an IngressClass must be like.
final class IngressClassValidation {

    private static final int CONTROLLER_MAX = 250;

    private IngressClassValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        FieldPath path = FieldPath.of("spec");
        String controller = spec.string("controller");
        if (controller.length() > CONTROLLER_MAX) {
            errors.tooLong(path.child("controller"), CONTROLLER_MAX);
        }
        DomainNames.validate(controller, path.child("controller"), errors);
        Fields parameters = spec.fieldsOrNull("parameters");
        if (parameters != null) {
            parameters(parameters, path.child("parameters"), errors);
        }
    }

    private static void parameters(Fields parameters, FieldPath path, FieldErrors errors) {
        String group = parameters.stringOrNull("apiGroup");
        if (group != null) {
            Checks.subdomain(group, path.child("apiGroup"), errors);
        }
        for (String name : List.of("kind", "name")) {
            String value = parameters.string(name);
            if (value.isEmpty()) {
                errors.required(path.child(name), "");
            } else {
                errors.invalid(path.child(name), value, Names.pathSegment(value));
            }
        }
        String scope = parameters.string("scope");
        String namespace = parameters.stringOrNull("namespace");
        Checks.supported(scope, List.of("Cluster", "Namespace"), path.child("scope"), errors);
        FieldPath at = path.child("namespace");
        if (scope.equals("Cluster") && namespace != null) {
            errors.forbidden(at, "`parameters.scope` is set to 'Cluster'");
        } else if (scope.equals("Namespace") && namespace == null) {
            errors.required(at, "`parameters.scope` is set to 'Namespace'");
        } else if (scope.equals("Namespace") && namespace != null) {
            Checks.label(namespace, at, errors);
        }
    }
}
