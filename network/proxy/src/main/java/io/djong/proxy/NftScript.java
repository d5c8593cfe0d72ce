package io.djong.proxy;

import java.util.List;
import java.util.Map;

/// Writes what `nft -f` has to do. A script is one transaction: all of it happens or nothing.
final class NftScript {

    /// The chains and maps that do not depend on any Service.
    private static final String FRAME =
            """
            map service-ips { type ipv4_addr . inet_proto . inet_service : verdict ; }
            map service-nodeports { type inet_proto . inet_service : verdict ; }
            map no-endpoint-services { type ipv4_addr . inet_proto . inet_service : verdict ; }
            map no-endpoint-nodeports { type inet_proto . inet_service : verdict ; }
            map firewall-ips { type ipv4_addr . inet_proto . inet_service : verdict ; }
            map host-ports { type inet_proto . inet_service : verdict ; }
            map host-ports-of-ip { type ipv4_addr . inet_proto . inet_service : verdict ; }
            chain mark-for-masquerade { meta mark set meta mark or 0x4000 ; }
            chain reject-chain { meta l4proto tcp reject with tcp reset ; reject ; }
            chain services {
              ip daddr . meta l4proto . th dport vmap @service-ips
              ip daddr . meta l4proto . th dport vmap @host-ports-of-ip
              fib daddr type local meta l4proto . th dport vmap @service-nodeports
              fib daddr type local meta l4proto . th dport vmap @host-ports
            }
            chain checks {
              ip daddr . meta l4proto . th dport vmap @no-endpoint-services
              fib daddr type local meta l4proto . th dport vmap @no-endpoint-nodeports
            }
            chain guard-localhost {
              type filter hook prerouting priority raw ; policy accept ;
              iifname != "lo" ip daddr 127.0.0.0/8 drop
            }
            chain firewall {
              type filter hook prerouting priority -110 ; policy accept ;
              ip daddr . meta l4proto . th dport vmap @firewall-ips
            }
            chain nat-prerouting { type nat hook prerouting priority dstnat ; policy accept ; jump services ; }
            chain nat-output { type nat hook output priority -100 ; policy accept ; jump services ; }
            chain nat-postrouting {
              type nat hook postrouting priority srcnat ; policy accept ;
              meta mark & 0x4000 != 0 meta mark set meta mark xor 0x4000 masquerade fully-random
            }
            chain filter-input { type filter hook input priority -110 ; policy accept ; ct state new jump checks ; }
            chain filter-forward { type filter hook forward priority -110 ; policy accept ; ct state new jump checks ; }
            chain filter-output { type filter hook output priority -110 ; policy accept ; ct state new jump checks ; }
            """;

    private final String table;
    private final StringBuilder script = new StringBuilder();

    private NftScript(String table) {
        this.table = "ip " + table;
    }

    /// Makes the table from nothing, in place of one that may be there.
    static String whole(String table, Ruleset wanted) {
        NftScript script = new NftScript(table);
        script.line("add table " + script.table);
        script.line("delete table " + script.table);
        script.line("table " + script.table + " {\n" + FRAME + "}");
        script.change(Ruleset.empty(), wanted);
        return script.script.toString();
    }

    /// What leads from one ruleset to another; "" when they are equal.
    static String difference(String table, Ruleset now, Ruleset wanted) {
        NftScript script = new NftScript(table);
        script.change(now, wanted);
        return script.script.toString();
    }

    /// Makes what is referred to before what refers to it, and removes in the reverse order.
    private void change(Ruleset now, Ruleset wanted) {
        removeElements(now, wanted);
        wanted.affinitySets()
                .forEach((set, seconds) -> {
                    if (!now.affinitySets().containsKey(set)) {
                        line(
                                "add set "
                                        + table
                                        + " "
                                        + set
                                        + " { type ipv4_addr ; flags dynamic,timeout ; timeout "
                                        + seconds
                                        + "s ; }");
                    }
                });
        for (String chain : wanted.chains().keySet()) {
            if (!now.chains().containsKey(chain)) {
                line("add chain " + table + " " + chain);
            }
        }
        wanted.chains()
                .forEach((chain, rules) -> changeChain(chain, now.chains().get(chain), rules));
        addElements(now, wanted);
        for (String chain : now.chains().keySet()) {
            if (!wanted.chains().containsKey(chain)) {
                line("flush chain " + table + " " + chain);
            }
        }
        for (String chain : now.chains().keySet()) {
            if (!wanted.chains().containsKey(chain)) {
                line("delete chain " + table + " " + chain);
            }
        }
        for (String set : now.affinitySets().keySet()) {
            if (!wanted.affinitySets().containsKey(set)) {
                line("delete set " + table + " " + set);
            }
        }
    }

    private void changeChain(
            String chain,
            @org.jspecify.annotations.Nullable List<String> now,
            List<String> wanted) {
        if (wanted.equals(now)) {
            return;
        }
        if (now != null) {
            line("flush chain " + table + " " + chain);
        }
        wanted.forEach(rule -> line("add rule " + table + " " + chain + " " + rule));
    }

    /// A changed verdict is a removed and an added element.
    private void removeElements(Ruleset now, Ruleset wanted) {
        now.elements()
                .forEach((map, elements) ->
                        elements.forEach((key, verdict) -> {
                            if (!verdict.equals(wanted.elementsOf(map).get(key))) {
                                line("delete element " + table + " " + map + " { " + key + " }");
                            }
                        }));
    }

    private void addElements(Ruleset now, Ruleset wanted) {
        for (Map.Entry<String, ? extends Map<String, String>> map : wanted.elements().entrySet()) {
            map.getValue()
                    .forEach((key, verdict) -> {
                        if (!verdict.equals(now.elementsOf(map.getKey()).get(key))) {
                            line(
                                    "add element "
                                            + table
                                            + " "
                                            + map.getKey()
                                            + " { "
                                            + key
                                            + " : "
                                            + verdict
                                            + " }");
                        }
                    });
        }
    }

    private void line(String line) {
        script.append(line).append('\n');
    }
}
