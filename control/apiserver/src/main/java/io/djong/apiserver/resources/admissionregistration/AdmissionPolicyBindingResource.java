package io.djong.apiserver.resources.admissionregistration;

import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// ValidatingAdmissionPolicyBindings and MutatingAdmissionPolicyBindings.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ Validating Admission Policy
final class AdmissionPolicyBindingResource implements KindRules {

    private final boolean mutating;

    AdmissionPolicyBindingResource(boolean mutating) {
        this.mutating = mutating;
    }

    @Override
    public Fields defaults(Fields object) {
        return within(
                object, "spec", spec -> within(spec, "matchResources", MatchDefaults::constraints));
    }

    /// Who changes a configuration must have seen what is there.
    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        BindingValidation.validate(object, mutating, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME, Column.string("PolicyName"), Column.string("ParamRef"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        return List.of(
                Trees.name(object),
                spec.string("policyName"),
                parameters(spec.fields("paramRef")),
                Ages.age(object, now));
    }

    private static String parameters(Fields reference) {
        String name = reference.string("name");
        if (!name.isEmpty()) {
            String namespace = reference.string("namespace");
            return (namespace.isEmpty() ? "*" : namespace) + "/" + name;
        }
        Fields selector = reference.fieldsOrNull("selector");
        return selector == null ? "<unset>" : goText(selector);
    }

    /// As Go prints the selector's structure.
    private static String goText(Fields selector) {
        StringBuilder text = new StringBuilder("&LabelSelector{MatchLabels:map[string]string{");
        Fields labels = selector.fields("matchLabels");
        for (String key : new TreeSet<>(labels.keySet())) {
            text.append(key).append(": ").append(labels.string(key)).append(',');
        }
        text.append("},MatchExpressions:[]LabelSelectorRequirement{");
        for (Fields requirement : Trees.objects(selector, "matchExpressions")) {
            text.append("LabelSelectorRequirement{Key:")
                    .append(requirement.string("key"))
                    .append(",Operator:")
                    .append(requirement.string("operator"))
                    .append(",Values:")
                    .append(GoText.words(Trees.texts(requirement, "values")))
                    .append(",},");
        }
        return text.append("},}").toString();
    }
}
