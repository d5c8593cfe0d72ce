package io.djong.proxy;

/// Where one port of a Service leads.
///
/// @param local whether it runs on this node
public record Endpoint(String address, int port, boolean local) implements Comparable<Endpoint> {

    @Override
    public int compareTo(Endpoint other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
        return address + ":" + port;
    }
}
