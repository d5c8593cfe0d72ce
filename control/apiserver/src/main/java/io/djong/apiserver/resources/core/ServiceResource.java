package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.api.core.v1.LoadBalancerIngress;
import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Services. Addresses and node ports come from the cluster; see [ServiceAllocation].
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/service/ Service
final class ServiceResource implements KindRules {

    private static final long AFFINITY_SECONDS = 10_800;

    @Override
    public Names.Rule nameRule() {
        return Names.Rule.LABEL;
    }

    @Override
    public Fields defaults(Fields object) {
        return always(object, "spec", ServiceResource::spec);
    }

    private static Fields spec(Fields given) {
        Fields spec = orElse(given, "sessionAffinity", "None");
        spec = orElse(spec, "type", "ClusterIP");
        spec = each(spec, "ports", ServiceResource::port);
        if (spec.string("sessionAffinity").equals("None")) {
            spec = spec.without("sessionAffinityConfig");
        } else {
            spec =
                    always(
                            spec,
                            "sessionAffinityConfig",
                            config ->
                                    always(
                                            config,
                                            "clientIP",
                                            client ->
                                                    orElse(
                                                            client,
                                                            "timeoutSeconds",
                                                            AFFINITY_SECONDS)));
        }
        String type = spec.string("type");
        boolean balanced = type.equals("LoadBalancer");
        if (ServiceNeeds.outside(spec)) {
            spec = orElse(spec, "externalTrafficPolicy", "Cluster");
        }
        if (balanced || type.equals("NodePort") || type.equals("ClusterIP")) {
            spec = orElse(spec, "internalTrafficPolicy", "Cluster");
        }
        return balanced ? orElse(spec, "allocateLoadBalancerNodePorts", true) : spec;
    }

    private static Fields port(Fields given) {
        Fields port = orElse(given, "protocol", "TCP");
        Object target = port.value("targetPort");
        boolean unset = target == null || target.equals("") || target.equals(0L);
        return unset ? port.with("targetPort", port.integer("port")) : port;
    }

    /// Of no use to a Service that is only a name; what is wrong stays, to be refused.
    private static Fields named(Fields object) {
        Fields spec = object.fields("spec");
        boolean useless =
                !ServiceNeeds.address(spec)
                        && List.of("Cluster", "Local")
                                .contains(spec.string("internalTrafficPolicy"));
        return useless ? object.with("spec", spec.without("internalTrafficPolicy")) : object;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        ServiceValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        ServiceValidation.validateUpdate(object, before, errors);
    }

    @Override
    public Fields beginCreate(Fields object, RequestContext context) {
        return named(new ServiceAllocation(context, object).create(object));
    }

    @Override
    public Fields beginUpdate(Fields object, Fields before, RequestContext context) {
        return named(new ServiceAllocation(context, object).update(object, before));
    }

    @Override
    public void afterDelete(Fields object, RequestContext context) {
        new ServiceAllocation(context, object).release(object);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Type"),
                Column.string("Cluster-IP"),
                Column.string("External-IP"),
                Column.string("Port(s)"),
                Column.AGE,
                Column.string("Selector").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Service service = new Service(object);
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(service.name());
        cells.add(service.spec().type());
        String address = service.spec().clusterIP();
        cells.add(address.isEmpty() ? "<none>" : address);
        cells.add(external(service));
        cells.add(ports(service));
        cells.add(Ages.age(object, now));
        cells.add(PodTemplateCells.labels(service.spec().selector()));
        return cells;
    }

    private static String external(Service service) {
        return switch (service.spec().type()) {
            case "ExternalName" -> service.spec().externalName();
            case "LoadBalancer" -> {
                List<String> addresses = new ArrayList<>();
                for (LoadBalancerIngress ingress : service.status().loadBalancer().ingress()) {
                    addresses.add(ingress.ip().isEmpty() ? ingress.hostname() : ingress.ip());
                }
                addresses.addAll(service.spec().externalIPs());
                yield addresses.isEmpty() ? "<pending>" : String.join(",", addresses);
            }
            default ->
                    service.spec().externalIPs().isEmpty()
                            ? "<none>"
                            : String.join(",", service.spec().externalIPs());
        };
    }

    private static String ports(Service service) {
        List<String> ports = new ArrayList<>();
        for (ServicePort port : service.spec().ports()) {
            String node = port.nodePort() > 0 ? ":" + port.nodePort() : "";
            ports.add(port.port() + node + "/" + port.protocol());
        }
        return ports.isEmpty() ? "<none>" : String.join(",", ports);
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.of(
                "spec.clusterIP", object -> object.fields("spec").string("clusterIP"),
                "spec.type", object -> object.fields("spec").string("type"));
    }
}
