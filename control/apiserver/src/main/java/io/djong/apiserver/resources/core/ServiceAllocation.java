package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Allocators;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives Services their addresses and node ports, and takes back what they no longer need.
///
/// Single-family clusters only give one address; `ipFamilyPolicy` says `SingleStack` then.
///
/// @spec https://kubernetes.io/docs/reference/networking/virtual-ips/#ip-address-objects Virtual IPs
final class ServiceAllocation {

    private static final String NONE = "None";
    private static final FieldPath SPEC = FieldPath.of("spec");

    private final RequestContext context;
    private final Allocators allocators;

    ServiceAllocation(RequestContext context) {
        this.context = context;
        this.allocators = context.allocators();
    }

    /// An update that does not say keeps what the Service has.
    static Fields keepAllocated(Fields object, Fields before) {
        Fields spec = object.fields("spec");
        Fields old = before.fields("spec");
        if (hasAddress(spec) && hasAddress(old)) {
            if (spec.string("clusterIP").isEmpty() && spec.list("clusterIPs").isEmpty()) {
                spec = keep(keep(spec, old, "clusterIP"), old, "clusterIPs");
            }
            if (spec.string("clusterIP").equals(old.string("clusterIP"))) {
                spec = keep(keep(spec, old, "clusterIPs"), old, "ipFamilies");
                spec = keep(spec, old, "ipFamilyPolicy");
            }
        } else if (!hasAddress(spec)
                && hasAddress(old)
                && spec.string("clusterIP").equals(old.string("clusterIP"))) {
            spec =
                    spec.without("clusterIP")
                            .without("clusterIPs")
                            .without("ipFamilies")
                            .without("ipFamilyPolicy");
        }
        if (hasNodePorts(spec) && hasNodePorts(old)) {
            spec = keepNodePorts(spec, old);
        } else if (!hasNodePorts(spec) && hasNodePorts(old)) {
            spec = dropNodePorts(spec, old);
        }
        return object.with("spec", spec);
    }

    private static Fields keep(Fields spec, Fields old, String name) {
        Object value = old.value(name);
        return spec.value(name) == null && value != null ? spec.with(name, value) : spec;
    }

    private static Fields keepNodePorts(Fields spec, Fields old) {
        Map<String, Long> known = nodePorts(old);
        Set<Long> used = new HashSet<>(nodePorts(spec).values());
        return changePorts(
                spec,
                port -> {
                    Long kept = known.get(portKey(port));
                    return port.integer("nodePort") == 0 && kept != null && used.add(kept)
                            ? port.with("nodePort", kept)
                            : port;
                });
    }

    /// A type without node ports loses those that it had, unless the user changed them: then validation says so.
    private static Fields dropNodePorts(Fields spec, Fields old) {
        Map<String, Long> known = nodePorts(old);
        return changePorts(
                spec,
                port ->
                        Objects.equals(known.get(portKey(port)), port.integer("nodePort"))
                                ? port.without("nodePort")
                                : port);
    }

    /// Takes what the object needs and does not have, and gives back what `before` had and it no longer needs.
    Fields allocate(Fields object, @Nullable Fields before) {
        Fields spec = object.fields("spec");
        Fields old = before == null ? Fields.EMPTY : before.fields("spec");
        FieldErrors errors = new FieldErrors();
        Fields allocated =
                object.with("spec", takePorts(takeAddress(object, spec, old, errors), old, errors));
        if (!errors.isEmpty()) {
            context.undo();
            errors.throwIfAny("", "Service", object.fields("metadata").string("name"));
        }
        if (before != null && !context.dryRun()) {
            giveBack(old, allocated.fields("spec"));
        }
        return allocated;
    }

    private Fields takeAddress(Fields object, Fields spec, Fields old, FieldErrors errors) {
        if (!hasAddress(spec)) {
            return spec;
        }
        String wanted = spec.string("clusterIP");
        if (wanted.isEmpty() && spec.list("clusterIPs").size() > 0) {
            wanted = String.valueOf(spec.list("clusterIPs").getFirst());
        }
        String family = allocators.families().iterator().next();
        Fields changed =
                spec.value("ipFamilyPolicy") == null
                        ? spec.with("ipFamilyPolicy", "SingleStack")
                        : spec;
        if (changed.list("ipFamilies").isEmpty()) {
            changed = changed.with("ipFamilies", List.of(wanted.contains(":") ? "IPv6" : family));
        }
        if (wanted.equals(NONE)) {
            return changed.with("clusterIP", NONE).with("clusterIPs", List.of(NONE));
        }
        String address = wanted;
        if (!wanted.isEmpty() && wanted.equals(old.string("clusterIP"))) {
            return changed.with("clusterIPs", List.of(wanted));
        }
        Fields metadata = object.fields("metadata");
        String key = metadata.string("namespace") + "/" + metadata.string("name");
        if (wanted.isEmpty()) {
            address =
                    context.dryRun()
                            ? ""
                            : Objects.requireNonNullElse(allocators.takeAddress(family, key), "");
            if (address.isEmpty() && !context.dryRun()) {
                errors.internal(
                        SPEC.child("clusterIPs"), "failed to allocate a serviceIP: range is full");
                return changed;
            }
        } else {
            String refusal = context.dryRun() ? null : allocators.takeAddressAs(wanted, key);
            if (refusal != null) {
                errors.invalid(
                        SPEC.child("clusterIPs"),
                        List.of(wanted),
                        "failed to allocate IP " + wanted + ": " + refusal);
                return changed;
            }
        }
        if (!context.dryRun()) {
            String taken = address;
            context.onFailure(() -> allocators.releaseAddress(taken));
        }
        return address.isEmpty()
                ? changed
                : changed.with("clusterIP", address).with("clusterIPs", List.of(address));
    }

    private Fields takePorts(Fields spec, Fields old, FieldErrors errors) {
        if (!hasNodePorts(spec)) {
            return spec;
        }
        boolean automatic =
                !spec.string("type").equals("LoadBalancer")
                        || !Boolean.FALSE.equals(spec.boolOrNull("allocateLoadBalancerNodePorts"));
        Set<Long> known = new HashSet<>(nodePorts(old).values());
        Map<Long, String> protocolsOf = new HashMap<>();
        List<@Nullable Object> ports = new ArrayList<>();
        int position = 0;
        for (Object item : spec.list("ports")) {
            Fields port = (Fields) Objects.requireNonNull(item);
            FieldPath path = SPEC.child("ports").index(position++).child("nodePort");
            long wanted = port.integer("nodePort");
            if (wanted == 0 && automatic) {
                Integer taken = context.dryRun() ? null : allocators.takePort();
                if (taken != null) {
                    context.onFailure(() -> allocators.releasePort(taken));
                    port = port.with("nodePort", taken.longValue());
                    protocolsOf.put(taken.longValue(), port.string("protocol"));
                } else if (!context.dryRun()) {
                    errors.internal(path, "failed to allocate a nodePort: range is full");
                }
            } else if (wanted != 0 && !known.contains(wanted)) {
                String other = protocolsOf.putIfAbsent(wanted, port.string("protocol"));
                // One number may serve several protocols of one Service.
                boolean shared = other != null && !other.equals(port.string("protocol"));
                if (!shared && !context.dryRun()) {
                    String refusal = allocators.takePortAs((int) wanted);
                    if (refusal != null) {
                        errors.invalid(path, wanted, refusal);
                    } else {
                        context.onFailure(() -> allocators.releasePort((int) wanted));
                    }
                }
            }
            ports.add(port);
        }
        return spec.with("ports", List.copyOf(ports));
    }

    private void giveBack(Fields old, Fields now) {
        String address = old.string("clusterIP");
        if (isTaken(address) && !address.equals(now.string("clusterIP"))) {
            allocators.releaseAddress(address);
        }
        Set<Long> kept = new HashSet<>(nodePorts(now).values());
        for (Long port : new HashSet<>(nodePorts(old).values())) {
            if (!kept.contains(port)) {
                allocators.releasePort(port.intValue());
            }
        }
    }

    void release(Fields object) {
        giveBack(object.fields("spec"), Fields.EMPTY);
    }

    private static boolean isTaken(String address) {
        return !address.isEmpty() && !address.equals(NONE);
    }

    private static boolean hasAddress(Fields spec) {
        return !spec.string("type").equals("ExternalName");
    }

    private static boolean hasNodePorts(Fields spec) {
        String type = spec.string("type");
        return type.equals("NodePort") || type.equals("LoadBalancer");
    }

    private static Map<String, Long> nodePorts(Fields spec) {
        Map<String, Long> ports = new HashMap<>();
        for (Object item : spec.list("ports")) {
            if (item instanceof Fields port && port.integer("nodePort") != 0) {
                ports.put(portKey(port), port.integer("nodePort"));
            }
        }
        return ports;
    }

    private static String portKey(Fields port) {
        return port.string("protocol") + "/" + port.integer("port");
    }

    private static Fields changePorts(
            Fields spec, java.util.function.UnaryOperator<Fields> change) {
        return io.djong.apiserver.resources.Defaulting.each(spec, "ports", change);
    }
}
