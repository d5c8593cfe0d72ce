package io.djong.apiserver.resources.networking;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Ingresses.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/ingress/ Ingress
final class IngressResource implements KindRules {

    private static final int HOSTS_SHOWN = 3;

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        IngressValidation.validateCreate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        IngressValidation.validate(object, errors);
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        boolean isOld =
                object.fields("metadata")
                                .fields("annotations")
                                .has(IngressValidation.CLASS_ANNOTATION)
                        && !object.fields("spec").has("ingressClassName");
        return isOld
                ? List.of(
                        "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead")
                : List.of();
    }

    @Override
    public List<String> warningsOnUpdate(Fields object, Fields before) {
        return List.of();
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Class"),
                Column.string("Hosts"),
                Column.string("Address"),
                Column.string("Ports"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        String name = spec.string("ingressClassName");
        return List.of(
                Trees.name(object),
                Trees.isSet(spec, "ingressClassName") ? name : "<none>",
                hosts(Trees.objects(spec, "rules")),
                addresses(object),
                spec.list("tls").isEmpty() ? "80" : "80, 443",
                Ages.age(object, now));
    }

    private static String hosts(List<Fields> rules) {
        List<String> hosts = new ArrayList<>();
        boolean more = false;
        for (Fields rule : rules) {
            more |= hosts.size() == HOSTS_SHOWN;
            if (!more && !rule.string("host").isEmpty()) {
                hosts.add(rule.string("host"));
            }
        }
        if (hosts.isEmpty()) {
            return "*";
        }
        String shown = String.join(",", hosts);
        return more ? shown + " + " + (rules.size() - HOSTS_SHOWN) + " more..." : shown;
    }

    private static String addresses(Fields object) {
        TreeSet<String> addresses = new TreeSet<>();
        for (Fields ingress :
                Trees.objects(object.fields("status").fields("loadBalancer"), "ingress")) {
            String address =
                    ingress.string("ip").isEmpty()
                            ? ingress.string("hostname")
                            : ingress.string("ip");
            if (!address.isEmpty()) {
                addresses.add(address);
            }
        }
        return String.join(",", addresses);
    }
}
