package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Allocators;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Gives a Service its addresses and node ports, and takes back what it no longer needs once the change is stored.
///
/// @spec https://kubernetes.io/docs/reference/networking/virtual-ips/#ip-address-objects Virtual IPs
final class ServiceAllocation {

    private static final FieldPath SPEC = FieldPath.of("spec");

    private final RequestContext context;
    private final Allocators allocators;
    private final ServicePorts ports;
    private final String name;
    private final String key;

    ServiceAllocation(RequestContext context, Fields object) {
        Fields metadata = object.fields("metadata");
        this.context = context;
        this.allocators = context.allocators();
        this.name = metadata.string("name");
        this.key = metadata.string("namespace") + "/" + name;
        this.ports = new ServicePorts(context, name);
    }

    Fields create(Fields object) {
        Fields spec = object.fields("spec");
        if (!spec.string("clusterIP").isEmpty() && spec.list("clusterIPs").isEmpty()) {
            spec = spec.with("clusterIPs", List.of(spec.string("clusterIP")));
        }
        spec = families().chosen(spec, Fields.EMPTY);
        spec = addressed(spec);
        if (ServiceNeeds.nodePort(spec)) {
            spec = ports.ofNew(spec);
        }
        if (ServiceNeeds.healthCheck(spec)) {
            spec = ports.withHealthCheck(spec);
        }
        return object.with("spec", spec);
    }

    Fields update(Fields object, Fields before) {
        Fields old = before.fields("spec");
        Fields spec = new ServiceKept(object.fields("spec"), old).patched();
        spec = new ServiceKept(spec, old).normalized();
        spec = families().chosen(spec, old);
        spec = readdressed(spec, old);
        if (ServiceNeeds.nodePort(spec)) {
            spec = ports.ofChanged(spec, old);
        }
        if (ServiceNeeds.healthCheck(spec) && !ServiceNeeds.healthCheck(old)) {
            spec = ports.withHealthCheck(spec);
        }
        Fields now = new ServiceKept(spec, old).dropped();
        if (!context.dryRun()) {
            context.onSuccess(() -> giveBack(old, now));
        }
        return object.with("spec", now);
    }

    void release(Fields object) {
        giveBack(object.fields("spec"), Fields.EMPTY);
    }

    private ServiceFamilies families() {
        return new ServiceFamilies(name, allocators.families());
    }

    private Fields readdressed(Fields spec, Fields old) {
        if (!ServiceNeeds.address(old)) {
            return addressed(spec);
        }
        boolean second =
                ServiceNeeds.address(spec)
                        && !ServiceNeeds.headless(old)
                        && old.list("ipFamilies").size() == 1
                        && spec.list("ipFamilies").size() == 2;
        return second ? taken(spec, 1) : spec;
    }

    private Fields addressed(Fields spec) {
        return ServiceNeeds.address(spec) && !ServiceNeeds.headless(spec) ? taken(spec, 0) : spec;
    }

    /// Takes one address a family, those that the user names or any.
    private Fields taken(Fields spec, int from) {
        List<String> families = Trees.texts(spec, "ipFamilies");
        List<String> addresses = new ArrayList<>(Trees.texts(spec, "clusterIPs"));
        for (int i = from; i < families.size(); i++) {
            String wanted = i < addresses.size() ? addresses.get(i) : "";
            String address = wanted.isEmpty() ? any(families.get(i)) : named(wanted, spec);
            if (i < addresses.size()) {
                addresses.set(i, address);
            } else {
                addresses.add(address);
            }
        }
        return spec.with("clusterIP", addresses.getFirst())
                .with("clusterIPs", List.copyOf(addresses));
    }

    private String any(String family) {
        if (context.dryRun()) {
            return allocators.anyAddress(family);
        }
        String address = allocators.takeAddress(family, key);
        if (address == null) {
            throw new ApiException(
                    Failure.internal(
                            "failed to allocate a serviceIP for Service \""
                                    + name
                                    + "\": range is full"));
        }
        context.onFailure(() -> allocators.releaseAddress(address));
        return address;
    }

    private String named(String address, Fields spec) {
        String refusal =
                context.dryRun()
                        ? allocators.outOfRange(address)
                        : allocators.takeAddressAs(address, key);
        if (refusal != null) {
            FieldErrors errors = new FieldErrors();
            errors.invalid(
                    SPEC.child("clusterIPs"),
                    spec.value("clusterIPs"),
                    "failed to allocate IP " + address + ": " + refusal);
            errors.throwIfAny("", "Service", name);
        } else if (!context.dryRun()) {
            context.onFailure(() -> allocators.releaseAddress(address));
        }
        return address;
    }

    private void giveBack(Fields old, Fields now) {
        List<String> kept = ServiceNeeds.addresses(now);
        for (String address : ServiceNeeds.addresses(old)) {
            if (!kept.contains(address)) {
                allocators.releaseAddress(address);
            }
        }
        Set<Long> keptPorts = allPorts(now);
        for (Long port : allPorts(old)) {
            if (!keptPorts.contains(port)) {
                allocators.releasePort(port.intValue());
            }
        }
    }

    private static Set<Long> allPorts(Fields spec) {
        Set<Long> ports = ServiceNeeds.nodePorts(spec);
        if (ServiceNeeds.healthCheck(spec) && spec.integer("healthCheckNodePort") != 0) {
            ports.add(spec.integer("healthCheckNodePort"));
        }
        return ports;
    }
}
