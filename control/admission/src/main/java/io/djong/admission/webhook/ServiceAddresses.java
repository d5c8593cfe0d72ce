package io.djong.admission.webhook;

import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.api.discovery.v1.Endpoint;
import io.djong.api.discovery.v1.EndpointPort;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.client.Lookup;
import io.djong.meta.ObjectKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Where a Service can be reached from here: one of its ready endpoints, or its cluster address when it has none.
///
/// Endpoints come first, because they can be reached whether or not a proxy runs on this machine.
public final class ServiceAddresses {

    private final Lookup<Service> services;
    private final Lookup<EndpointSlice> slices;
    private final RandomGenerator random;

    public ServiceAddresses(
            Lookup<Service> services, Lookup<EndpointSlice> slices, RandomGenerator random) {
        this.services = services;
        this.slices = slices;
        this.random = random;
    }

    /// A host name or address, and a port.
    public record Address(String host, int port) {}

    /// @throws HookException when there is no such Service or port
    Address resolve(String namespace, String name, int port) {
        Service service =
                services.find(ObjectKey.of(namespace, name))
                        .orElseThrow(() -> unavailable("service \"" + name + "\" not found"));
        if (service.spec().type().equals("ExternalName")) {
            return new Address(service.spec().externalName(), port);
        }
        ServicePort wanted =
                service.spec().ports().stream()
                        .filter(one -> one.port() == port)
                        .findFirst()
                        .orElseThrow(() ->
                                unavailable(
                                        "no service port %d found for service \"%s\""
                                                .formatted(port, name)));
        List<Address> ready = endpoints(namespace, name, wanted.name());
        if (!ready.isEmpty()) {
            return ready.get(random.nextInt(ready.size()));
        }
        if (service.spec().clusterIP().equals("None")) {
            throw unavailable("cannot route to service with ClusterIP \"None\"");
        }
        return new Address(service.spec().clusterIP(), port);
    }

    private static HookException unavailable(String why) {
        return new HookException(why, 503);
    }

    private List<Address> endpoints(String namespace, String service, String portName) {
        List<Address> found = new ArrayList<>();
        for (EndpointSlice slice : slices.list(namespace)) {
            if (service.equals(slice.metadata().labels().get("kubernetes.io/service-name"))) {
                addReady(slice, portName, found);
            }
        }
        return found;
    }

    private static void addReady(EndpointSlice slice, String portName, List<Address> found) {
        for (EndpointPort port : slice.ports()) {
            Integer number = port.port();
            if (number == null || !Objects.requireNonNullElse(port.name(), "").equals(portName)) {
                continue;
            }
            for (Endpoint endpoint : slice.endpoints()) {
                if (Boolean.TRUE.equals(endpoint.conditions().ready())
                        && !endpoint.addresses().isEmpty()) {
                    found.add(new Address(endpoint.addresses().getFirst(), number));
                }
            }
        }
    }
}
