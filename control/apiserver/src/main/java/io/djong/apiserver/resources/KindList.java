package io.djong.apiserver.resources;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which kinds of one group have rules of their own: a list that is filled once, in alphabetical order.
/// The rules hold for every version of the kind.
public final class KindList {

    private final String group;
    private final Map<String, KindRules> rules = new LinkedHashMap<>();

    private KindList(String group) {
        this.group = group;
    }

    public static KindList of(String group) {
        return new KindList(group);
    }

    public KindList kind(String kind, KindRules kindRules) {
        rules.put(kind, kindRules);
        return this;
    }

    public String group() {
        return group;
    }

    public @Nullable KindRules find(String kind) {
        return rules.get(kind);
    }
}
