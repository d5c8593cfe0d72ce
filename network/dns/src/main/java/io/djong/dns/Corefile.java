package io.djong.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The configuration in CoreDNS's language, as far as it means something here: server blocks with `kubernetes`, `forward`, `hosts`
/// and `cache`; plug-ins that only concern CoreDNS itself are taken without effect.
///
/// @param blocks by zone, "" for the root; the most specific one answers a name
/// @spec https://coredns.io/manual/configuration/ Configuration
record Corefile(Map<String, Block> blocks) {

    /// What upstream's kubeadm writes.
    static final String DEFAULT =
            """
            .:53 {
                errors
                health {
                   lameduck 5s
                }
                ready
                kubernetes %s in-addr.arpa ip6.arpa {
                   pods insecure
                   fallthrough in-addr.arpa ip6.arpa
                   ttl 30
                }
                prometheus :9153
                forward . /etc/resolv.conf {
                   max_concurrent 1000
                }
                cache 30
                loop
                reload
                loadbalance
            }
            """;

    /// @param kubernetesZones zones that the API answers; empty for none
    /// @param forwardTo addresses (`1.1.1.1`, `1.1.1.1:53`) or files in the form of resolv.conf; empty for none
    /// @param hosts names to addresses
    record Block(
            List<String> kubernetesZones,
            int ttlSeconds,
            List<String> forwardTo,
            Map<String, List<String>> hosts,
            int cacheSeconds) {}

    /// The text is no Corefile; the message says where.
    static final class CorefileException extends RuntimeException {

        private static final long serialVersionUID = 1;

        CorefileException(String message) {
            super(message);
        }
    }

    static Corefile parse(String text) {
        Map<String, Block> blocks = new LinkedHashMap<>();
        String[] lines = text.split("\n", -1);
        Parser parser = new Parser(lines);
        while (parser.hasMore()) {
            parser.readServer(blocks);
        }
        return new Corefile(blocks);
    }

    /// The block whose zone is the longest that the name lies in, or null.
    @org.jspecify.annotations.Nullable
    Block blockFor(String name) {
        String best = null;
        for (String zone : blocks.keySet()) {
            if (DnsName.isWithin(name, zone) && (best == null || zone.length() > best.length())) {
                best = zone;
            }
        }
        return best == null ? null : blocks.get(best);
    }

    private static final class Parser {
        private final String[] lines;
        private int at;

        Parser(String[] lines) {
            this.lines = lines;
            skipBlank();
        }

        boolean hasMore() {
            return at < lines.length;
        }

        private void skipBlank() {
            while (at < lines.length && words(at).isEmpty()) {
                at++;
            }
        }

        private List<String> words(int line) {
            String text = lines[line];
            int comment = text.indexOf('#');
            String kept = (comment < 0 ? text : text.substring(0, comment)).strip();
            return kept.isEmpty() ? List.of() : List.of(kept.split("\\s+"));
        }

        void readServer(Map<String, Block> blocks) {
            List<String> head = words(at);
            if (!head.getLast().equals("{")) {
                throw new CorefileException(
                        "Corefile:"
                                + (at + 1)
                                + ": a server block must end its first line with '{'");
            }
            List<String> zones =
                    head.subList(0, head.size() - 1).stream().map(Parser::zone).toList();
            at++;
            Block block = readBlock();
            zones.forEach(zone -> blocks.put(zone, block));
            skipBlank();
        }

        /// `.:53`, `cluster.local`, `dns://example.org:5353`.
        private static String zone(String word) {
            String name =
                    word.replaceFirst("^[a-z]+://", "").replaceFirst(":\\d+$", "").replace(",", "");
            return name.equals(".") ? "" : DnsName.normalized(name);
        }

        private Block readBlock() {
            List<String> zones = new ArrayList<>();
            List<String> forward = new ArrayList<>();
            Map<String, List<String>> hosts = new LinkedHashMap<>();
            int ttl = 5;
            int cache = 0;
            while (true) {
                skipBlank();
                if (at >= lines.length) {
                    throw new CorefileException("Corefile: a server block is not closed");
                }
                List<String> words = words(at++);
                if (words.getFirst().equals("}")) {
                    return new Block(
                            List.copyOf(zones),
                            ttl,
                            List.copyOf(forward),
                            Map.copyOf(hosts),
                            cache);
                }
                List<List<String>> inner = words.getLast().equals("{") ? readInner() : List.of();
                List<String> arguments =
                        words.subList(
                                1, words.getLast().equals("{") ? words.size() - 1 : words.size());
                switch (words.getFirst()) {
                    case "kubernetes" -> {
                        arguments.forEach(zone -> zones.add(DnsName.normalized(zone)));
                        ttl = option(inner, "ttl", ttl);
                    }
                    case "forward" -> forward.addAll(arguments.subList(1, arguments.size()));
                    case "cache" ->
                            cache =
                                    arguments.isEmpty()
                                            ? 3600
                                            : Integer.parseInt(arguments.getFirst());
                    case "hosts" -> inner.forEach(line -> addHost(line, hosts));
                    default -> {}
                }
            }
        }

        private static int option(List<List<String>> inner, String name, int otherwise) {
            for (List<String> line : inner) {
                if (line.getFirst().equals(name) && line.size() > 1) {
                    return Integer.parseInt(line.get(1));
                }
            }
            return otherwise;
        }

        private static void addHost(List<String> line, Map<String, List<String>> hosts) {
            char first = line.getFirst().charAt(0);
            if (Character.isDigit(first)) {
                for (String name : line.subList(1, line.size())) {
                    hosts.computeIfAbsent(DnsName.normalized(name), _ -> new ArrayList<>())
                            .add(line.getFirst());
                }
            }
        }

        private List<List<String>> readInner() {
            List<List<String>> inner = new ArrayList<>();
            int depth = 1;
            while (at < lines.length) {
                List<String> words = words(at++);
                if (words.isEmpty()) {
                    continue;
                }
                if (words.getFirst().equals("}")) {
                    depth--;
                    if (depth == 0) {
                        return inner;
                    }
                } else {
                    inner.add(words);
                    depth += words.getLast().equals("{") ? 1 : 0;
                }
            }
            throw new CorefileException("Corefile: a block is not closed");
        }
    }
}
