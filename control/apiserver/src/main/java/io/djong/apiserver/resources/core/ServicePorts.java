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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Takes node ports for one Service. A dry run takes none, but is refused what is taken. Confined to a request's thread.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport NodePort
final class ServicePorts {

    private static final FieldPath PORTS = FieldPath.of("spec", "ports");
    private static final String TAKEN = "provided port is already allocated";

    /// Ports that a dry run pretends to get follow this one: no real one can be that high.
    private static final long PRETENDED_FROM = 32_768;

    private final RequestContext context;
    private final Allocators allocators;
    private final String name;
    private final TreeSet<Long> pretended = new TreeSet<>();

    ServicePorts(RequestContext context, String name) {
        this.context = context;
        this.allocators = context.allocators();
        this.name = name;
    }

    /// Ports with one number but several protocols share a node port.
    Fields ofNew(Fields spec) {
        boolean automatic = ServiceNeeds.automaticPorts(spec);
        List<Fields> ports = Trees.objects(spec, "ports");
        Map<Long, Long> known = new HashMap<>();
        List<@Nullable Object> changed = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            Fields port = ports.get(i);
            long wanted = port.integer("nodePort");
            long number = port.integer("port");
            Long other = known.get(number);
            if (wanted == 0 && !automatic) {
                changed.add(port);
            } else if (other == null) {
                long requested = requested(number, ports);
                long taken = requested == 0 ? any() : named(requested, i);
                known.put(number, taken);
                changed.add(port.with("nodePort", taken));
            } else if (wanted == 0) {
                changed.add(port.with("nodePort", other));
            } else {
                changed.add(wanted == other ? port : port.with("nodePort", named(wanted, i)));
            }
        }
        return ports.isEmpty() ? spec : spec.with("ports", List.copyOf(changed));
    }

    private static long requested(long number, List<Fields> ports) {
        for (Fields port : ports) {
            if (port.integer("port") == number && port.integer("nodePort") != 0) {
                return port.integer("nodePort");
            }
        }
        return 0;
    }

    Fields ofChanged(Fields spec, Fields old) {
        boolean automatic = ServiceNeeds.automaticPorts(spec);
        Set<Long> known = new HashSet<>(ServiceNeeds.nodePorts(old));
        List<Fields> ports = Trees.objects(spec, "ports");
        List<@Nullable Object> changed = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            Fields port = ports.get(i);
            long wanted = port.integer("nodePort");
            if (wanted == 0 && !automatic) {
                changed.add(port);
                continue;
            }
            if (wanted == 0) {
                port = port.with("nodePort", any());
            } else if (known.add(wanted)) {
                named(wanted, i);
            }
            String shown = "{" + port.string("protocol") + " " + port.integer("nodePort") + "}";
            if (!seen.add(shown)) {
                throw new ApiException(Failure.internal("duplicate nodePort: " + shown));
            }
            changed.add(port);
        }
        return ports.isEmpty() ? spec : spec.with("ports", List.copyOf(changed));
    }

    Fields withHealthCheck(Fields spec) {
        long wanted = spec.integer("healthCheckNodePort");
        if (wanted == 0) {
            return spec.with("healthCheckNodePort", any());
        }
        String refusal = take(wanted);
        if (refusal != null) {
            throw new ApiException(
                    Failure.internal(
                            "failed to allocate requested HealthCheck NodePort "
                                    + wanted
                                    + ": "
                                    + refusal));
        }
        return spec;
    }

    private long named(long port, int position) {
        String refusal = take(port);
        if (refusal != null) {
            FieldErrors errors = new FieldErrors();
            errors.invalid(PORTS.index(position).child("nodePort"), port, refusal);
            errors.throwIfAny("", "Service", name);
        }
        return port;
    }

    private @Nullable String take(long port) {
        if (context.dryRun()) {
            return allocators.hasPort((int) port) || !pretended.add(port) ? TAKEN : null;
        }
        String refusal = allocators.takePortAs((int) port);
        if (refusal == null) {
            context.onFailure(() -> allocators.releasePort((int) port));
        }
        return refusal;
    }

    private long any() {
        if (context.dryRun()) {
            long next = (pretended.isEmpty() ? PRETENDED_FROM : pretended.last()) + 1;
            pretended.add(next);
            return next;
        }
        Integer port = allocators.takePort();
        if (port == null) {
            throw new ApiException(
                    Failure.internal("failed to allocate a nodePort: range is full"));
        }
        context.onFailure(() -> allocators.releasePort(port));
        return port.longValue();
    }
}
