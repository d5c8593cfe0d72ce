package io.djong.kubelet.containers;

import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// The variables by which containers of old find services.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables Environment variables
final class ServiceVariables {

    private ServiceVariables() {}

    static Map<String, String> of(Collection<Service> services) {
        Map<String, String> variables = new LinkedHashMap<>();
        for (Service service : services) {
            String address = service.spec().clusterIP();
            if (!address.isEmpty()
                    && !address.equals("None")
                    && !service.spec().ports().isEmpty()) {
                add(variables, service, address);
            }
        }
        return variables;
    }

    private static void add(Map<String, String> variables, Service service, String address) {
        String prefix = name(service.name());
        ServicePort first = service.spec().ports().getFirst();
        variables.put(prefix + "_SERVICE_HOST", address);
        variables.put(prefix + "_SERVICE_PORT", Integer.toString(first.port()));
        String host = address.contains(":") ? "[" + address + "]" : address;
        for (ServicePort port : service.spec().ports()) {
            if (!port.name().isEmpty()) {
                variables.put(
                        prefix + "_SERVICE_PORT_" + name(port.name()),
                        Integer.toString(port.port()));
            }
        }
        for (ServicePort port : service.spec().ports()) {
            String protocol = port.protocol().isEmpty() ? "TCP" : port.protocol();
            String url =
                    "%s://%s:%d".formatted(protocol.toLowerCase(Locale.ROOT), host, port.port());
            variables.putIfAbsent(prefix + "_PORT", url);
            String link = "%s_PORT_%d_%s".formatted(prefix, port.port(), protocol);
            variables.put(link, url);
            variables.put(link + "_PROTO", protocol.toLowerCase(Locale.ROOT));
            variables.put(link + "_PORT", Integer.toString(port.port()));
            variables.put(link + "_ADDR", address);
        }
    }

    private static String name(String text) {
        return text.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
