package io.djong.apiserver.resources.networking;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.api.meta.v1.LabelSelector;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.core.PodTemplateCells;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// NetworkPolicies.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/network-policies/ Network Policies
final class NetworkPolicyResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return always(object, "spec", NetworkPolicyResource::spec);
    }

    private static Fields spec(Fields given) {
        Fields spec = each(given, "ingress", NetworkPolicyResource::ports);
        spec = each(spec, "egress", NetworkPolicyResource::ports);
        if (spec.list("policyTypes").isEmpty()) {
            List<String> types =
                    spec.list("egress").isEmpty()
                            ? List.of("Ingress")
                            : List.of("Ingress", "Egress");
            spec = spec.with("policyTypes", types);
        }
        return spec;
    }

    private static Fields ports(Fields rule) {
        return each(rule, "ports", port -> orElse(port, "protocol", "TCP"));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        NetworkPolicyValidation.validate(object, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("Pod-Selector"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        LabelSelector selector = new LabelSelector(object.fields("spec").fields("podSelector"));
        return List.of(
                Trees.name(object), PodTemplateCells.selector(selector), Ages.age(object, now));
    }
}
