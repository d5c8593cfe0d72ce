package io.djong.dns;

import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.api.discovery.v1.Endpoint;
import io.djong.api.discovery.v1.EndpointPort;
import io.djong.api.discovery.v1.EndpointSlice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/// The records of one Service: a function of it and of its endpoints.
///
/// @spec https://github.com/kubernetes/dns/blob/master/docs/specification.md Kubernetes DNS-Based Service Discovery
final class ServiceRecords {

    private final Service service;
    private final List<EndpointSlice> slices;
    private final String name;
    private final List<Answer.Entry> records = new ArrayList<>();

    private ServiceRecords(Service service, List<EndpointSlice> slices, String domain) {
        this.service = service;
        this.slices = slices;
        this.name = service.name() + "." + service.namespace() + ".svc." + domain;
    }

    /// Reverse records among them, under their reverse names.
    static List<Answer.Entry> of(Service service, List<EndpointSlice> slices, String domain) {
        ServiceRecords made = new ServiceRecords(service, slices, domain);
        if (service.spec().type().equals("ExternalName")) {
            made.records.add(
                    new Answer.Cname(made.name, DnsName.normalized(service.spec().externalName())));
        } else if (service.spec().clusterIP().equals("None")) {
            made.headless();
        } else {
            made.withAddress();
        }
        return made.records;
    }

    private void withAddress() {
        Set<String> addresses = new LinkedHashSet<>(service.spec().clusterIPs());
        if (addresses.isEmpty() && !service.spec().clusterIP().isEmpty()) {
            addresses.add(service.spec().clusterIP());
        }
        for (String address : addresses) {
            addAddress(name, address);
            addReverse(address, name);
        }
        for (ServicePort port : service.spec().ports()) {
            addSrv(port.name(), port.protocol(), port.port(), name);
        }
    }

    private void headless() {
        Set<Answer.Srv> srv = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        for (EndpointSlice slice : slices) {
            for (Endpoint endpoint : slice.endpoints()) {
                boolean ready = !Boolean.FALSE.equals(endpoint.conditions().ready());
                if (!ready && !service.spec().publishNotReadyAddresses()) {
                    continue;
                }
                for (String address : endpoint.addresses()) {
                    String host = Objects.requireNonNullElse(endpoint.hostname(), "");
                    String own = (host.isEmpty() ? dashed(address) : host) + "." + name;
                    if (seen.add(address + " " + own)) {
                        addAddress(name, address);
                        addAddress(own, address);
                        addReverse(address, own);
                    }
                    for (EndpointPort port : slice.ports()) {
                        addSrv(srv, port, own);
                    }
                }
            }
        }
        records.addAll(srv);
    }

    private void addSrv(Set<Answer.Srv> srv, EndpointPort port, String target) {
        String portName = Objects.requireNonNullElse(port.name(), "");
        Integer number = port.port();
        if (number != null && !portName.isEmpty()) {
            srv.add(
                    new Answer.Srv(
                            srvName(portName, Objects.requireNonNullElse(port.protocol(), "TCP")),
                            number,
                            target));
        }
    }

    private void addSrv(String portName, String protocol, int port, String target) {
        if (!portName.isEmpty()) {
            records.add(new Answer.Srv(srvName(portName, protocol), port, target));
        }
    }

    private String srvName(String portName, String protocol) {
        return "_" + portName + "._" + protocol.toLowerCase(Locale.ROOT) + "." + name;
    }

    private void addAddress(String owner, String address) {
        records.add(new Answer.Address(owner, parse(address)));
    }

    private void addReverse(String address, String target) {
        String[] octets = address.split("\\.");
        if (octets.length == 4) {
            String reverse =
                    octets[3]
                            + "."
                            + octets[2]
                            + "."
                            + octets[1]
                            + "."
                            + octets[0]
                            + ".in-addr.arpa";
            records.add(new Answer.Ptr(reverse, target));
        }
    }

    private static String dashed(String address) {
        return address.replace('.', '-').replace(':', '-');
    }

    /// @param address a literal, so nothing is looked up
    static InetAddress parse(String address) {
        try {
            return InetAddress.getByName(address);
        } catch (UnknownHostException malformed) {
            throw new IllegalArgumentException("not an address: " + address, malformed);
        }
    }
}
