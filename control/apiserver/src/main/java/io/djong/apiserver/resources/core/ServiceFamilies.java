package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Finds the address families of a Service.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/dual-stack/ IPv4/IPv6 dual-stack
final class ServiceFamilies {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final String SINGLE = "SingleStack";
    private static final String V4 = "IPv4";
    private static final String V6 = "IPv6";

    private final String name;
    private final Set<String> families;

    /// @param families that the cluster has, the preferred one first
    ServiceFamilies(String name, Set<String> families) {
        this.name = name;
        this.families = families;
    }

    /// @param old what it was, empty for a new Service
    Fields chosen(Fields given, Fields old) {
        if (!ServiceNeeds.address(given) || isUntouched(given, old)) {
            return given;
        }
        Fields spec = given;
        if (!Trees.isSet(spec, "ipFamilyPolicy")) {
            String usual = ServiceNeeds.headlessWithoutSelector(spec) ? "RequireDualStack" : SINGLE;
            Object policy = Objects.requireNonNullElse(old.value("ipFamilyPolicy"), usual);
            spec = spec.with("ipFamilyPolicy", policy);
        }
        FieldErrors errors = new FieldErrors();
        ServiceValidation.addresses(spec, errors);
        errors.throwIfAny("", "Service", name);
        spec = reduced(spec, old, errors);
        spec = ofAddresses(spec, errors);
        errors.throwIfAny("", "Service", name);
        if (ServiceNeeds.headlessWithoutSelector(spec)) {
            return complete(spec, true);
        }
        if (spec.string("ipFamilyPolicy").equals("RequireDualStack") && families.size() < 2) {
            errors.invalid(
                    SPEC.child("ipFamilyPolicy"),
                    spec.value("ipFamilyPolicy"),
                    "this cluster is not configured for dual-stack services");
        }
        List<String> wanted = Trees.texts(spec, "ipFamilies");
        for (int i = 0; i < wanted.size(); i++) {
            if (!families.contains(wanted.get(i))) {
                errors.invalid(
                        SPEC.child("ipFamilies").index(i),
                        wanted.get(i),
                        "not configured on this cluster");
            }
        }
        errors.throwIfAny("", "Service", name);
        return complete(spec, families.size() == 2);
    }

    private Fields complete(Fields spec, boolean allowsBoth) {
        List<String> chosen = new ArrayList<>(Trees.texts(spec, "ipFamilies"));
        if (chosen.isEmpty()) {
            chosen.add(families.iterator().next());
        }
        boolean single = spec.string("ipFamilyPolicy").equals(SINGLE);
        if (!single && chosen.size() == 1 && allowsBoth) {
            chosen.add(chosen.getFirst().equals(V4) ? V6 : V4);
        }
        return spec.with("ipFamilies", List.copyOf(chosen));
    }

    /// A Service that prefers both families and is sent back as it is stays as it is.
    private static boolean isUntouched(Fields spec, Fields old) {
        return !old.isEmpty()
                && spec.string("ipFamilyPolicy").equals("PreferDualStack")
                && old.string("type").equals(spec.string("type"))
                && List.of("", "PreferDualStack").contains(old.string("ipFamilyPolicy"))
                && spec.list("clusterIPs").equals(old.list("clusterIPs"))
                && spec.list("ipFamilies").equals(old.list("ipFamilies"));
    }

    /// Going back to one family drops the second address; else it cannot be dropped.
    private static Fields reduced(Fields given, Fields old, FieldErrors errors) {
        FieldPath path = SPEC.child("ipFamilyPolicy");
        Object policy = given.value("ipFamilyPolicy");
        Fields spec = given;
        boolean single = SINGLE.equals(policy);
        for (String list : List.of("clusterIPs", "ipFamilies")) {
            String what = list.equals("clusterIPs") ? "cluster IP" : "IP family";
            int now = spec.list(list).size();
            if (single && now > 1 && spec.list(list).equals(old.list(list))) {
                spec = spec.with(list, List.of(Trees.texts(spec, list).getFirst()));
            } else if (!single && now > 0 && now < old.list(list).size()) {
                errors.invalid(
                        path, policy, "must be 'SingleStack' to release the secondary " + what);
            }
        }
        for (String list : List.of("clusterIPs", "ipFamilies")) {
            String what = list.equals("clusterIPs") ? "cluster IPs" : "IP families";
            if (single && spec.list(list).size() == 2) {
                errors.invalid(
                        path,
                        policy,
                        "must be 'RequireDualStack' or 'PreferDualStack' when multiple "
                                + what
                                + " are specified");
            }
        }
        return spec;
    }

    private Fields ofAddresses(Fields spec, FieldErrors errors) {
        List<String> addresses = Trees.texts(spec, "clusterIPs");
        List<String> chosen = new ArrayList<>(Trees.texts(spec, "ipFamilies"));
        for (int i = 0; i < addresses.size(); i++) {
            if (addresses.get(i).equals(ServiceNeeds.NONE)) {
                break;
            }
            if (i < chosen.size()) {
                continue;
            }
            String family = Addresses.isV4(addresses.get(i)) ? V4 : V6;
            if (families.contains(family)) {
                chosen.add(family);
            } else {
                errors.invalid(
                        SPEC.child("clusterIPs").index(i),
                        addresses,
                        family + " is not configured on this cluster");
            }
        }
        return chosen.isEmpty() ? spec : spec.with("ipFamilies", List.copyOf(chosen));
    }
}
