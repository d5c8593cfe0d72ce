package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.SpecialAddresses;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What Endpoints must be like.
final class EndpointsValidation {

    private EndpointsValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        List<Fields> subsets = Trees.objects(object, "subsets");
        for (int i = 0; i < subsets.size(); i++) {
            subset(subsets.get(i), FieldPath.of("subsets").index(i), errors);
        }
    }

    private static void subset(Fields subset, FieldPath path, FieldErrors errors) {
        if (subset.list("addresses").isEmpty() && subset.list("notReadyAddresses").isEmpty()) {
            errors.required(path, "must specify `addresses` or `notReadyAddresses`");
        }
        for (String list : List.of("addresses", "notReadyAddresses")) {
            List<Fields> addresses = Trees.objects(subset, list);
            for (int i = 0; i < addresses.size(); i++) {
                address(addresses.get(i), path.child(list).index(i), errors);
            }
        }
        List<Fields> ports = Trees.objects(subset, "ports");
        for (int i = 0; i < ports.size(); i++) {
            port(ports.get(i), ports.size() > 1, path.child("ports").index(i), errors);
        }
    }

    private static void address(Fields address, FieldPath path, FieldErrors errors) {
        String ip = address.string("ip");
        Addresses.address(ip, path.child("ip"), errors);
        if (!address.string("hostname").isEmpty()) {
            Checks.label(address.string("hostname"), path.child("hostname"), errors);
        }
        String node = address.stringOrNull("nodeName");
        if (node != null) {
            Checks.subdomain(node, path.child("nodeName"), errors);
        }
        SpecialAddresses.forbid(ip, path.child("ip"), errors);
    }

    private static void port(Fields port, boolean needsName, FieldPath path, FieldErrors errors) {
        String name = port.string("name");
        if (!name.isEmpty()) {
            Checks.label(name, path.child("name"), errors);
        } else if (needsName) {
            errors.required(path.child("name"), "");
        }
        errors.invalid(path.child("port"), port.integer("port"), Names.port(port.integer("port")));
        Checks.oneOf(
                port.string("protocol"),
                List.of("SCTP", "TCP", "UDP"),
                path.child("protocol"),
                errors);
        String application = port.stringOrNull("appProtocol");
        if (application != null) {
            Checks.labelName(application, path.child("appProtocol"), errors);
        }
    }
}
