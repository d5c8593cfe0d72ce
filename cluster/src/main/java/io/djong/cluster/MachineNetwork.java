package io.djong.cluster;

import io.djong.cli.CliException;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/// What this machine's network already has.
final class MachineNetwork {

    /// Where the clusters of a machine leave word of the ranges that they use.
    private static final Path REGISTRY = Path.of("/run/djong/ranges");

    private static final Path ROUTES = Path.of("/proc/net/route");

    private MachineNetwork() {}

    /// The address by which others reach this machine: the first that is neither loopback nor a cluster's own bridge.
    static String address() {
        try {
            for (NetworkInterface network :
                    Collections.list(NetworkInterface.getNetworkInterfaces())) {
                if (network.isLoopback()
                        || !network.isUp()
                        || network.getName().startsWith("djong-")) {
                    continue;
                }
                for (InetAddress address : Collections.list(network.getInetAddresses())) {
                    if (address instanceof Inet4Address && !address.isLinkLocalAddress()) {
                        return address.getHostAddress();
                    }
                }
            }
        } catch (IOException failure) {
            throw new CliException(
                    "cannot read this machine's addresses: " + failure.getMessage(), failure);
        }
        return "127.0.0.1";
    }

    /// The ranges of routes, and those that other clusters of this machine have said.
    static List<Cidr> takenRanges() {
        List<Cidr> taken = new ArrayList<>();
        try {
            if (Files.exists(ROUTES)) {
                for (String line : Files.readAllLines(ROUTES).stream().skip(1).toList()) {
                    addRoute(line.split("\t"), taken);
                }
            }
            if (Files.exists(REGISTRY)) {
                try (Stream<Path> files = Files.list(REGISTRY)) {
                    for (Path file : files.toList()) {
                        addRegistered(file, taken);
                    }
                }
            }
        } catch (IOException failure) {
            throw new CliException(
                    "cannot read this machine's routes: " + failure.getMessage(), failure);
        }
        return taken;
    }

    /// Destination and mask are hexadecimal in the byte order of x86.
    private static void addRoute(String[] columns, List<Cidr> taken) {
        int destination = Integer.reverseBytes(Integer.parseUnsignedInt(columns[1], 16));
        int bits = Integer.bitCount(Integer.parseUnsignedInt(columns[7].strip(), 16));
        if (bits > 0) {
            taken.add(new Cidr(destination, bits));
        }
    }

    private static void addRegistered(Path file, List<Cidr> taken) throws IOException {
        Properties ranges = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            ranges.load(reader);
        }
        for (String name : ranges.stringPropertyNames()) {
            taken.add(Cidr.parse(ranges.getProperty(name)));
        }
    }

    /// Leaves word for clusters that start later.
    static void register(AddressRanges ranges) {
        try {
            Files.createDirectories(REGISTRY);
            Files.writeString(
                    REGISTRY.resolve(ranges.id()),
                    "pods=" + ranges.podCidr() + "\nservices=" + ranges.serviceCidr() + "\n");
        } catch (IOException failure) {
            throw new CliException(
                    "cannot write to " + REGISTRY + ": " + failure.getMessage(), failure);
        }
    }

    static void unregister(String id) throws IOException {
        Files.deleteIfExists(REGISTRY.resolve(id));
    }

    static boolean isPortFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
