package io.djong.apiserver.resources.admissionregistration;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.Expressions;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ValidatingAdmissionPolicies and MutatingAdmissionPolicies.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/validating-admission-policy/ Validating Admission Policy
final class AdmissionPolicyResource implements KindRules {

    private final boolean mutating;
    private final Expressions expressions;

    AdmissionPolicyResource(boolean mutating, Expressions expressions) {
        this.mutating = mutating;
        this.expressions = expressions;
    }

    @Override
    public Fields defaults(Fields object) {
        return always(
                object,
                "spec",
                spec ->
                        within(
                                orElse(spec, "failurePolicy", "Fail"),
                                "matchConstraints",
                                MatchDefaults::constraints));
    }

    /// Who changes a configuration must have seen what is there.
    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        PolicyValidation.validate(object, null, mutating, expressions, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        PolicyValidation.validate(object, before, mutating, expressions, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.integer(mutating ? "Mutations" : "Validations"),
                Column.string("ParamKind"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        Fields kind = spec.fieldsOrNull("paramKind");
        return List.of(
                Trees.name(object),
                (long) spec.list(mutating ? "mutations" : "validations").size(),
                kind == null ? "<unset>" : kind.string("apiVersion") + "/" + kind.string("kind"),
                Ages.age(object, now));
    }
}
