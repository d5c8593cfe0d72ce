package io.djong.dns;

import io.netty.handler.codec.dns.DnsRecordType;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Answers questions about the cluster's own names.
final class Resolver {

    private static final Pattern POD_ADDRESS = Pattern.compile("\\d{1,3}(-\\d{1,3}){3}");

    private final Zone zone;
    private final String domain;
    private final Set<String> reverseZones;

    /// @param domain `cluster.local`
    Resolver(Zone zone, String domain) {
        this.zone = zone;
        this.domain = domain;
        this.reverseZones = Set.of("in-addr.arpa", "ip6.arpa");
    }

    /// Whether the name is the cluster's to answer; a reverse name only when the cluster knows it.
    boolean owns(String name) {
        return DnsName.isWithin(name, domain) || (isReverse(name) && !zone.find(name).isEmpty());
    }

    private boolean isReverse(String name) {
        return reverseZones.stream().anyMatch(reverse -> DnsName.isWithin(name, reverse));
    }

    String domain() {
        return domain;
    }

    Answer answer(String name, DnsRecordType type) {
        if (name.equals("dns-version." + domain)) {
            return type.equals(DnsRecordType.TXT)
                    ? Answer.of(List.of(new Answer.Txt(name, "1.1.0")))
                    : Answer.NO_DATA;
        }
        List<Answer.Entry> records = zone.find(name);
        if (records.isEmpty()) {
            if (name.equals(domain) || zone.isParent(name)) {
                return Answer.NO_DATA;
            }
            return pod(name, type);
        }
        List<Answer.Entry> matching = new ArrayList<>(records.size());
        List<Answer.Entry> additional = new ArrayList<>();
        for (Answer.Entry record : records) {
            if (matches(record, type)) {
                matching.add(record);
                if (record instanceof Answer.Srv(_, _, String target)) {
                    addAddresses(target, additional);
                }
            }
        }
        return new Answer(true, matching, additional);
    }

    private void addAddresses(String target, List<Answer.Entry> additional) {
        for (Answer.Entry record : zone.find(target)) {
            if (record instanceof Answer.Address && !additional.contains(record)) {
                additional.add(record);
            }
        }
    }

    private static boolean matches(Answer.Entry record, DnsRecordType type) {
        if (type.equals(DnsRecordType.ANY)) {
            return true;
        }
        return switch (record) {
            case Answer.Address(_, InetAddress address) ->
                    type.equals(
                            address instanceof Inet4Address ? DnsRecordType.A : DnsRecordType.AAAA);
            case Answer.Srv _ -> type.equals(DnsRecordType.SRV);
            case Answer.Ptr _ -> type.equals(DnsRecordType.PTR);
            case Answer.Cname _ ->
                    type.equals(DnsRecordType.CNAME)
                            || type.equals(DnsRecordType.A)
                            || type.equals(DnsRecordType.AAAA);
            case Answer.Txt _ -> type.equals(DnsRecordType.TXT);
        };
    }

    /// `10-244-0-5.default.pod.cluster.local`: the address is in the name, whether such a pod exists or not.
    private Answer pod(String name, DnsRecordType type) {
        String suffix = ".pod." + domain;
        if (!name.endsWith(suffix)) {
            return name.equals("pod." + domain) ? Answer.NO_DATA : Answer.NO_NAME;
        }
        String[] labels = name.substring(0, name.length() - suffix.length()).split("\\.");
        if (labels.length == 1) {
            return Answer.NO_DATA;
        }
        if (labels.length != 2 || !POD_ADDRESS.matcher(labels[0]).matches()) {
            return Answer.NO_NAME;
        }
        for (String octet : labels[0].split("-")) {
            if (Integer.parseInt(octet) > 255) {
                return Answer.NO_NAME;
            }
        }
        InetAddress address = ServiceRecords.parse(labels[0].replace('-', '.'));
        return type.equals(DnsRecordType.A) || type.equals(DnsRecordType.ANY)
                ? Answer.of(List.of(new Answer.Address(name, address)))
                : Answer.NO_DATA;
    }
}
