package io.djong.apiserver.resources.networking;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.Ranges;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What a NetworkPolicy must be like.
final class NetworkPolicyValidation {

    private final FieldErrors errors;

    private NetworkPolicyValidation(FieldErrors errors) {
        this.errors = errors;
    }

    static void validate(Fields object, FieldErrors errors) {
        new NetworkPolicyValidation(errors).spec(object.fields("spec"), FieldPath.of("spec"));
    }

    private void spec(Fields spec, FieldPath path) {
        LabelSelectorRules.validate(spec.fields("podSelector"), path.child("podSelector"), errors);
        rules(Trees.objects(spec, "ingress"), "from", path.child("ingress"));
        rules(Trees.objects(spec, "egress"), "to", path.child("egress"));
        List<String> types = Trees.texts(spec, "policyTypes");
        if (types.size() > 2) {
            errors.invalid(
                    path.child("policyTypes"), types, "may not specify more than two policyTypes");
            return;
        }
        for (int i = 0; i < types.size(); i++) {
            Checks.supported(
                    types.get(i),
                    List.of("Ingress", "Egress"),
                    path.child("policyTypes").index(i),
                    errors);
        }
    }

    private void rules(List<Fields> rules, String peers, FieldPath path) {
        for (int i = 0; i < rules.size(); i++) {
            List<Fields> ports = Trees.objects(rules.get(i), "ports");
            for (int j = 0; j < ports.size(); j++) {
                port(ports.get(j), path.index(i).child("ports").index(j));
            }
            List<Fields> others = Trees.objects(rules.get(i), peers);
            for (int j = 0; j < others.size(); j++) {
                peer(others.get(j), path.index(i).child(peers).index(j));
            }
        }
    }

    private void port(Fields port, FieldPath path) {
        String protocol = port.stringOrNull("protocol");
        if (protocol != null) {
            Checks.supported(
                    protocol, List.of("TCP", "UDP", "SCTP"), path.child("protocol"), errors);
        }
        Object number = port.value("port");
        Long end = port.integerOrNull("endPort");
        FieldPath at = path.child("endPort");
        if (number == null) {
            if (end != null) {
                errors.invalid(at, end, "may not be specified when `port` is not specified");
            }
            return;
        }
        Checks.portOrName(number, path.child("port"), errors);
        if (end == null) {
            return;
        }
        if (number instanceof Number first) {
            if (end < first.longValue()) {
                // Upstream shows the port here.
                errors.invalid(at, first.longValue(), "must be greater than or equal to `port`");
            }
            errors.invalid(at, end, Names.port(end));
        } else {
            errors.invalid(at, end, "may not be specified when `port` is non-numeric");
        }
    }

    private void peer(Fields peer, FieldPath path) {
        Fields pods = peer.fieldsOrNull("podSelector");
        Fields namespaces = peer.fieldsOrNull("namespaceSelector");
        Fields block = peer.fieldsOrNull("ipBlock");
        LabelSelectorRules.validate(pods, path.child("podSelector"), errors);
        LabelSelectorRules.validate(namespaces, path.child("namespaceSelector"), errors);
        if (block != null) {
            block(block, path.child("ipBlock"));
            if (pods != null || namespaces != null) {
                errors.forbidden(path, "may not specify both ipBlock and another peer");
            }
        } else if (pods == null && namespaces == null) {
            errors.required(path, "must specify a peer");
        }
    }

    private void block(Fields block, FieldPath path) {
        String range = block.string("cidr");
        if (range.isEmpty()) {
            errors.required(path.child("cidr"), "");
            return;
        }
        Addresses.range(range, path.child("cidr"), errors);
        List<String> except = Trees.texts(block, "except");
        for (int i = 0; i < except.size(); i++) {
            FieldPath at = path.child("except").index(i);
            Addresses.range(except.get(i), at, errors);
            boolean sound = Addresses.isRange(except.get(i)) && Addresses.isRange(range);
            if (sound && !Ranges.isStrictlyWithin(except.get(i), range)) {
                errors.invalid(at, except.get(i), "must be a strict subset of `cidr`");
            }
        }
    }
}
