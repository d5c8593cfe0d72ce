package io.djong.apiserver.resources.discovery;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.apiserver.validation.SpecialAddresses;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What an EndpointSlice must be like.
final class EndpointSliceValidation {

    private static final int ENDPOINTS_MAX = 1000;
    private static final int ADDRESSES_MAX = 100;
    private static final int PORTS_MAX = 20_000;
    private static final int HINTS_MAX = 8;

    private final String type;
    private final FieldErrors errors;

    private EndpointSliceValidation(String type, FieldErrors errors) {
        this.type = type;
        this.errors = errors;
    }

    static void validate(Fields object, FieldErrors errors) {
        String type = object.string("addressType");
        EndpointSliceValidation validation = new EndpointSliceValidation(type, errors);
        Checks.oneOf(type, List.of("FQDN", "IPv4", "IPv6"), FieldPath.of("addressType"), errors);
        List<Fields> endpoints = Trees.objects(object, "endpoints");
        if (endpoints.size() > ENDPOINTS_MAX) {
            errors.tooMany(FieldPath.of("endpoints"), endpoints.size(), ENDPOINTS_MAX);
        }
        for (int i = 0; i < endpoints.size(); i++) {
            validation.endpoint(endpoints.get(i), FieldPath.of("endpoints").index(i));
        }
        validation.ports(Trees.objects(object, "ports"));
    }

    private void endpoint(Fields endpoint, FieldPath path) {
        List<String> addresses = Trees.texts(endpoint, "addresses");
        FieldPath at = path.child("addresses");
        if (addresses.isEmpty()) {
            errors.required(at, "must contain at least 1 address");
        } else if (addresses.size() > ADDRESSES_MAX) {
            errors.tooMany(at, addresses.size(), ADDRESSES_MAX);
        }
        for (int i = 0; i < addresses.size(); i++) {
            address(addresses.get(i), at.index(i));
        }
        String host = endpoint.stringOrNull("hostname");
        if (host != null) {
            Checks.label(host, path.child("hostname"), errors);
        }
        String node = endpoint.stringOrNull("nodeName");
        if (node != null) {
            Checks.subdomain(node, path.child("nodeName"), errors);
        }
        Fields topology = endpoint.fields("deprecatedTopology");
        ObjectMetaRules.validateLabels(topology, path.child("deprecatedTopology"), errors);
        hints(endpoint.fields("hints"), path.child("hints"));
    }

    private void address(String address, FieldPath path) {
        if (address.isEmpty() && type.equals("FQDN")) {
            errors.required(path, "");
            return;
        }
        switch (type) {
            case "IPv4", "IPv6" -> {
                Addresses.address(address, path, errors);
                boolean fits =
                        type.equals("IPv4") ? Addresses.isV4(address) : Addresses.isV6(address);
                if (Addresses.isAddress(address)) {
                    if (!fits) {
                        errors.invalid(path, address, "must be an " + type + " address");
                    }
                    SpecialAddresses.forbid(address, path, errors);
                }
            }
            case "FQDN" -> Checks.subdomain(address, path, errors);
            default -> {}
        }
    }

    private void hints(Fields hints, FieldPath path) {
        for (String list : List.of("forZones", "forNodes")) {
            List<Fields> all = Trees.objects(hints, list);
            Set<String> seen = new HashSet<>();
            if (all.size() > HINTS_MAX) {
                errors.tooMany(path.child(list), all.size(), HINTS_MAX);
            }
            for (int i = 0; i < all.size(); i++) {
                FieldPath at = path.child(list).index(i).child("name");
                String name = all.get(i).string("name");
                if (!seen.add(name)) {
                    errors.duplicate(at, name);
                }
                errors.invalid(
                        at,
                        name,
                        list.equals("forZones")
                                ? Names.labelValue(name)
                                : Names.dnsSubdomain(name));
            }
        }
    }

    private void ports(List<Fields> ports) {
        FieldPath path = FieldPath.of("ports");
        if (ports.size() > PORTS_MAX) {
            errors.tooMany(path, ports.size(), PORTS_MAX);
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            FieldPath at = path.index(i);
            String name = ports.get(i).string("name");
            if (!name.isEmpty()) {
                Checks.label(name, at.child("name"), errors);
            }
            if (!names.add(name)) {
                errors.duplicate(at.child("name"), name);
            }
            Checks.supported(
                    ports.get(i).string("protocol"),
                    List.of("SCTP", "TCP", "UDP"),
                    at.child("protocol"),
                    errors);
            String application = ports.get(i).stringOrNull("appProtocol");
            if (application != null) {
                Checks.labelName(application, at.child("appProtocol"), errors);
            }
        }
    }
}
