package io.djong.meta;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Who is asking: what authentication found, and what authorization, admission and audit judge by.
///
/// @param uid "" when unknown
/// @param groups in the order in which authenticators gave them
/// @param extra further facts, each with its values
public record UserInfo(
        String name, String uid, List<String> groups, Map<String, List<String>> extra) {

    public static final String ANONYMOUS = "system:anonymous";
    public static final String MASTERS = "system:masters";
    public static final String AUTHENTICATED = "system:authenticated";
    public static final String UNAUTHENTICATED = "system:unauthenticated";

    public UserInfo {
        groups = List.copyOf(groups);
        extra = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(extra));
    }

    public static UserInfo of(String name, String... groups) {
        return new UserInfo(name, "", List.of(groups), Map.of());
    }

    public boolean isIn(String group) {
        return groups.contains(group);
    }

    public UserInfo withGroups(List<String> changed) {
        return new UserInfo(name, uid, changed, extra);
    }

    public UserInfo withExtra(String key, List<String> values) {
        Map<String, List<String>> more = new LinkedHashMap<>(extra);
        more.put(key, List.copyOf(values));
        return new UserInfo(name, uid, groups, more);
    }
}
