package io.djong.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the table should hold beyond its fixed frame. Filled by [Rules], then only read.
///
/// @param chains the rules of each chain, by name
/// @param elements the elements of each map, by the map's name: key to verdict
/// @param affinitySets the sets that remember clients, by name: their time-out in seconds
record Ruleset(
        TreeMap<String, List<String>> chains,
        TreeMap<String, TreeMap<String, String>> elements,
        TreeMap<String, Integer> affinitySets) {

    static Ruleset empty() {
        return new Ruleset(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
    }

    void rule(String chain, String rule) {
        chains.computeIfAbsent(chain, _ -> new ArrayList<>()).add(rule);
    }

    void element(String map, String key, String verdict) {
        elements.computeIfAbsent(map, _ -> new TreeMap<>()).putIfAbsent(key, verdict);
    }

    Map<String, String> elementsOf(String map) {
        return elements.getOrDefault(map, new TreeMap<>());
    }
}
