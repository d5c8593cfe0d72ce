package io.djong.cluster;

import io.djong.cli.CliException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// The ranges of pods and services. Chosen at the first start so that several clusters fit on one machine, and kept from then on.
///
/// @param id tells this cluster's interfaces and tables from those of others on the machine
record AddressRanges(String podCidr, String serviceCidr, String id, int kubeletPort) {

    private static final String FILE = "cluster.properties";

    /// Ranges that are tried in order.
    private static final int CHOICES = 10;

    private static final int KUBELET_PORT = 10250;

    /// Reads what the directory says, or chooses and writes it down.
    ///
    /// @param taken ranges of this machine's routes and of other clusters
    /// @throws CliException when the configuration asks for ranges other than those the cluster already has
    static AddressRanges of(
            ClusterConfig config, List<Cidr> taken, java.util.function.IntPredicate portIsFree) {
        Path file = config.dataDir().resolve(FILE);
        try {
            Properties known = new Properties();
            if (Files.exists(file)) {
                try (var reader = Files.newBufferedReader(file)) {
                    known.load(reader);
                }
            }
            if (known.containsKey("id")) {
                return kept(config, known);
            }
            AddressRanges chosen = choose(config, taken, portIsFree).keeping(config, known);
            Files.writeString(file, chosen.text());
            return chosen;
        } catch (IOException failure) {
            throw new CliException("cannot use " + file + ": " + failure.getMessage(), failure);
        }
    }

    /// What a restore left: the ranges of the cluster that was, but nothing of the machine that it ran on.
    private AddressRanges keeping(ClusterConfig config, Properties known) {
        String pods = known.getProperty("pod-cidr", podCidr);
        String services = known.getProperty("service-cidr", serviceCidr);
        refuseChange("--pod-cidr", config.podCidr(), pods);
        refuseChange("--service-cidr", config.serviceCidr(), services);
        return new AddressRanges(pods, services, id, kubeletPort);
    }

    private static AddressRanges kept(ClusterConfig config, Properties known) {
        AddressRanges ranges =
                new AddressRanges(
                        known.getProperty("pod-cidr"),
                        known.getProperty("service-cidr"),
                        known.getProperty("id"),
                        Integer.parseInt(known.getProperty("kubelet-port")));
        refuseChange("--pod-cidr", config.podCidr(), ranges.podCidr);
        refuseChange("--service-cidr", config.serviceCidr(), ranges.serviceCidr);
        return ranges;
    }

    private static void refuseChange(String option, String wanted, String known) {
        if (!wanted.isEmpty() && !wanted.equals(known)) {
            throw new CliException(
                    option
                            + ": "
                            + wanted
                            + ": this cluster was made with "
                            + known
                            + ", which cannot change; use another --data-dir");
        }
    }

    private static AddressRanges choose(
            ClusterConfig config, List<Cidr> taken, java.util.function.IntPredicate portIsFree) {
        List<Cidr> used = new ArrayList<>(taken);
        String pods =
                config.podCidr().isEmpty()
                        ? firstFree("10.%d.0.0/16", 244, used)
                        : config.podCidr();
        used.add(Cidr.parse(pods));
        String services =
                config.serviceCidr().isEmpty()
                        ? firstFree("10.%d.0.0/16", 96, used)
                        : config.serviceCidr();
        int port = KUBELET_PORT;
        while (!portIsFree.test(port)) {
            port++;
        }
        String id = Integer.toHexString(config.dataDir().toString().hashCode() & 0xffffff);
        return new AddressRanges(pods, services, id, port);
    }

    private static String firstFree(String pattern, int first, List<Cidr> taken) {
        for (int i = 0; i < CHOICES; i++) {
            Cidr candidate = Cidr.parse(pattern.formatted(first + i));
            if (taken.stream().noneMatch(candidate::overlaps)) {
                return candidate.toString();
            }
        }
        throw new CliException(
                "no free address range among "
                        + CHOICES
                        + " from "
                        + pattern.formatted(first)
                        + ": say --pod-cidr and --service-cidr");
    }

    private String text() {
        return "pod-cidr="
                + podCidr
                + "\nservice-cidr="
                + serviceCidr
                + "\nid="
                + id
                + "\nkubelet-port="
                + kubeletPort
                + "\n";
    }

    /// The first address of the services' range: the service `kubernetes`.
    String apiAddress() {
        return Cidr.parse(serviceCidr).address(1);
    }

    /// The tenth, as kubeadm gives it to the cluster's DNS.
    String dnsAddress() {
        return Cidr.parse(serviceCidr).address(10);
    }

    /// This machine's part of the pods' range.
    String nodePodCidr() {
        Cidr cidr = Cidr.parse(podCidr);
        return new Cidr(cidr.base(), Math.max(cidr.bits(), 24)).toString();
    }
}
