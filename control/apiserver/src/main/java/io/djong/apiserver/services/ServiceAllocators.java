package io.djong.apiserver.services;

import io.djong.apiserver.resources.Allocators;
import io.djong.meta.tree.Fields;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// One IPv4 range of addresses and one range of node ports. What is taken is derived from the stored Services, so nothing of it is
/// stored a second time.
public final class ServiceAllocators implements Allocators {

    private final AddressRange range;
    private final NumberPool addresses;
    private final int portFirst;
    private final int portLast;
    private final NumberPool ports;

    /// @param cidr the services' range, such as `10.96.0.0/16`
    public ServiceAllocators(String cidr, int portFirst, int portLast, RandomGenerator random) {
        this.range = AddressRange.parse(cidr);
        this.addresses = new NumberPool(range.size(), NumberPool.lowerOf(range.size()), random);
        this.portFirst = portFirst;
        this.portLast = portLast;
        int portCount = portLast - portFirst + 1;
        // Upstream leaves the lower 86 of 2768 ports to those who choose: size/32, from 16 to 128.
        this.ports = new NumberPool(portCount, Math.clamp(portCount / 32, 16, 128), random);
        // The network's own address, and the broadcast address.
        addresses.takeAs(0);
        addresses.takeAs(range.size() - 1);
    }

    /// Counts what a stored Service has; for the start.
    public void occupy(Fields service) {
        Fields spec = service.fields("spec");
        int address = range.offset(spec.string("clusterIP"));
        if (address >= 0) {
            addresses.takeAs(address);
        }
        for (Object port : spec.list("ports")) {
            if (port instanceof Fields fields && isPort(fields.integer("nodePort"))) {
                ports.takeAs((int) fields.integer("nodePort") - portFirst);
            }
        }
        long health = spec.integer("healthCheckNodePort");
        if (isPort(health)) {
            ports.takeAs((int) health - portFirst);
        }
    }

    private boolean isPort(long port) {
        return port >= portFirst && port <= portLast;
    }

    @Override
    public @Nullable String takeAddress(String family, String serviceKey) {
        int offset = family.equals("IPv4") ? addresses.take() : -1;
        return offset < 0 ? null : range.address(offset);
    }

    @Override
    public @Nullable String takeAddressAs(String address, String serviceKey) {
        int offset = range.offset(address);
        if (offset < 0) {
            return "the provided IP (" + address + ") is not in the valid range. The range of valid IPs is " + range;
        }
        return addresses.takeAs(offset) ? null : "provided IP is already allocated";
    }

    @Override
    public void releaseAddress(String address) {
        int offset = range.offset(address);
        if (offset >= 0) {
            addresses.release(offset);
        }
    }

    @Override
    public @Nullable Integer takePort() {
        int offset = ports.take();
        return offset < 0 ? null : (Integer) (portFirst + offset);
    }

    @Override
    public @Nullable String takePortAs(int port) {
        if (!isPort(port)) {
            return "provided port is not in the valid range. The range of valid ports is " + portFirst + "-" + portLast;
        }
        return ports.takeAs(port - portFirst) ? null : "provided port is already allocated";
    }

    @Override
    public void releasePort(int port) {
        if (isPort(port)) {
            ports.release(port - portFirst);
        }
    }

    @Override
    public Set<String> families() {
        return Set.of("IPv4");
    }
}
