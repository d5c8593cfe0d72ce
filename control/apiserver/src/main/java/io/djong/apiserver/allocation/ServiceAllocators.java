package io.djong.apiserver.allocation;

import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.apiserver.resources.Allocators;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.verbs.Stamped;
import io.djong.meta.Clock;
import io.djong.meta.tree.Fields;
import io.djong.store.KeyRange;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Hands out addresses and node ports, each with the IPAddress object that shows who has it.
public final class ServiceAllocators implements Allocators {

    private static final String SERVICES = new Resource.StorageName("", "services").prefix();

    private final List<AddressRange> ranges;
    private final PortRange ports;
    private final Objects objects;
    private final Resource ipAddresses;
    private final Clock clock;
    private final RandomGenerator random;

    /// @param ipAddresses the resource of the IPAddress kind
    public ServiceAllocators(
            List<String> cidrs,
            int firstPort,
            int lastPort,
            Objects objects,
            Resource ipAddresses,
            Clock clock,
            RandomGenerator random) {
        this.ranges = cidrs.stream().map(cidr -> new AddressRange(cidr, random)).toList();
        this.ports = new PortRange(firstPort, lastPort, random);
        this.objects = objects;
        this.ipAddresses = ipAddresses;
        this.clock = clock;
        this.random = random;
        takeWhatServicesHave();
    }

    private void takeWhatServicesHave() {
        // The Service `kubernetes` is about to come if it is not there yet.
        ranges.getFirst().take(ranges.getFirst().first());
        objects.snapshot()
                .scan(
                        KeyRange.prefix(SERVICES),
                        null,
                        entry -> {
                            Service service = new Service(Stored.of(entry).tree());
                            service.spec().clusterIPs().forEach(this::takeQuietly);
                            for (ServicePort port : service.spec().ports()) {
                                if (port.nodePort() != 0) {
                                    ports.take(port.nodePort());
                                }
                            }
                            if (service.spec().healthCheckNodePort() != 0) {
                                ports.take(service.spec().healthCheckNodePort());
                            }
                            return true;
                        });
    }

    private void takeQuietly(String address) {
        for (AddressRange range : ranges) {
            range.take(address);
        }
    }

    /// The address of the Service `kubernetes`.
    public String firstAddress() {
        return ranges.getFirst().first();
    }

    @Override
    public @Nullable String takeAddress(String family, String serviceKey) {
        for (AddressRange range : ranges) {
            if (range.isIpv6() == family.equals("IPv6")) {
                // An address whose object somebody else has made is passed over.
                for (String address = range.takeAny(); address != null; address = range.takeAny()) {
                    if (recordAddress(range, address, serviceKey)) {
                        return address;
                    }
                }
            }
        }
        return null;
    }

    @Override
    public @Nullable String takeAddressAs(String address, String serviceKey) {
        for (AddressRange range : ranges) {
            if (range.contains(address)) {
                if (!range.take(address)) {
                    return "provided IP is already allocated";
                }
                if (!recordAddress(range, address, serviceKey)) {
                    range.release(address);
                    return "provided IP is already allocated";
                }
                return null;
            }
        }
        return outOfRange(address);
    }

    @Override
    public @Nullable String outOfRange(String address) {
        return ranges.stream().anyMatch(range -> range.contains(address))
                ? null
                : "provided IP is not in the valid range. The range of valid IPs is "
                        + ranges.getFirst().cidr();
    }

    @Override
    public String anyAddress(String family) {
        return ranges.stream()
                .filter(range -> range.isIpv6() == family.equals("IPv6"))
                .map(AddressRange::cidr)
                .map(cidr -> cidr.substring(0, cidr.indexOf('/')))
                .findFirst()
                .orElse("");
    }

    @Override
    public boolean hasPort(int port) {
        return ports.has(port);
    }

    private boolean recordAddress(AddressRange range, String address, String serviceKey) {
        int slash = serviceKey.indexOf('/');
        Fields object =
                Fields.of(
                                "kind",
                                ipAddresses.kind(),
                                "apiVersion",
                                ipAddresses.apiVersion(),
                                "metadata",
                                Fields.of(
                                        "name",
                                        address,
                                        "labels",
                                        Fields.of(
                                                "ipaddress.kubernetes.io/ip-family",
                                                range.isIpv6() ? "IPv6" : "IPv4",
                                                "ipaddress.kubernetes.io/managed-by",
                                                "ipallocator.k8s.io")))
                        .with(
                                "spec",
                                Fields.of(
                                        "parentRef",
                                        Fields.of("group", "", "resource", "services")
                                                .with("namespace", serviceKey.substring(0, slash))
                                                .with("name", serviceKey.substring(slash + 1))));
        return objects.insert(
                        ipAddresses.key("", address),
                        Stamped.object(ipAddresses, object, clock.now(), random))
                instanceof Objects.Outcome.Written;
    }

    @Override
    public void releaseAddress(String address) {
        Stored stored = objects.get(ipAddresses.key("", address));
        if (stored != null) {
            objects.remove(stored);
        }
        ranges.forEach(range -> range.release(address));
    }

    @Override
    public @Nullable Integer takePort() {
        return ports.takeAny();
    }

    @Override
    public @Nullable String takePortAs(int port) {
        if (!ports.contains(port)) {
            return "provided port is not in the valid range. The range of valid ports is "
                    + ports.text();
        }
        return ports.take(port) ? null : "provided port is already allocated";
    }

    @Override
    public void releasePort(int port) {
        ports.release(port);
    }

    @Override
    public Set<String> families() {
        Set<String> families = new LinkedHashSet<>();
        ranges.forEach(range -> families.add(range.isIpv6() ? "IPv6" : "IPv4"));
        return families;
    }
}
