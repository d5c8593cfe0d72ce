package io.djong.apiserver.resources.apiregistration;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.WebhookClientRules;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What an APIService must be like. Texts as in Kubernetes 1.36.
final class ApiServiceValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath INSECURE = SPEC.child("insecureSkipTLSVerify");
    private static final long GROUP_PRIORITY_MAX = 20_000;
    private static final long VERSION_PRIORITY_MAX = 1000;

    private ApiServiceValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        String group = spec.string("group");
        String version = spec.string("version");
        if (!group.isEmpty()) {
            Checks.subdomain(group, SPEC.child("group"), errors);
        } else if (!version.isEmpty() && !version.equals("v1")) {
            errors.required(
                    SPEC.child("group"),
                    "only v1 may have an empty group and it better be legacy kube");
        }
        errors.invalid(SPEC.child("version"), version, Names.dns1035Label(version));
        priority(spec, "groupPriorityMinimum", GROUP_PRIORITY_MAX, errors);
        priority(spec, "versionPriority", VERSION_PRIORITY_MAX, errors);
        Fields service = spec.fieldsOrNull("service");
        String bundle = spec.string("caBundle");
        boolean insecure = spec.bool("insecureSkipTLSVerify");
        if (service == null) {
            local(bundle, insecure, errors);
            return;
        }
        FieldPath path = SPEC.child("service");
        Checks.required(service, "namespace", path, errors);
        Checks.required(service, "name", path, errors);
        WebhookClientRules.port(service.integer("port"), path.child("port"), errors);
        if (insecure && !bundle.isEmpty()) {
            errors.invalid(INSECURE, true, "may not be true if caBundle is present");
        }
    }

    private static void priority(Fields spec, String name, long max, FieldErrors errors) {
        long priority = spec.integer(name);
        if (priority <= 0 || priority > max) {
            errors.invalid(SPEC.child(name), priority, "must be positive and less than " + max);
        }
    }

    private static void local(String bundle, boolean insecure, FieldErrors errors) {
        if (!bundle.isEmpty()) {
            errors.invalid(
                    SPEC.child("caBundle"),
                    bundle.length() / 4 * 3
                            - (bundle.endsWith("==") ? 2 : bundle.endsWith("=") ? 1 : 0)
                            + " bytes",
                    "local APIServices may not have a caBundle");
        }
        if (insecure) {
            errors.invalid(INSECURE, true, "local APIServices may not have insecureSkipTLSVerify");
        }
    }

    static void validateStatus(Fields object, FieldErrors errors) {
        List<Fields> conditions = Trees.objects(object.fields("status"), "conditions");
        for (int i = 0; i < conditions.size(); i++) {
            Checks.supported(
                    conditions.get(i).string("status"),
                    List.of("True", "False", "Unknown"),
                    FieldPath.of("status", "conditions").index(i).child("status"),
                    errors);
        }
    }
}
