package io.djong.apiserver.openapi;

import io.djong.meta.GroupVersion;
import java.util.Locale;

/// How names of groups and versions appear in operations and tags.
final class GroupNames {

    private static final String COMMON_SUFFIX = ".k8s.io";

    private GroupNames() {}

    /// `RbacAuthorization`, or `Core`.
    static String group(String group) {
        if (group.isEmpty()) {
            return "Core";
        }
        String own =
                group.endsWith(COMMON_SUFFIX)
                        ? group.substring(0, group.length() - COMMON_SUFFIX.length())
                        : group;
        StringBuilder name = new StringBuilder(own.length());
        for (String part : own.split("[.-]")) {
            name.append(capitalized(part));
        }
        return name.toString();
    }

    /// `RbacAuthorizationV1`.
    static String groupVersion(GroupVersion version) {
        return group(version.group()) + capitalized(version.version());
    }

    /// `rbacAuthorization`.
    static String groupTag(String group) {
        String name = group(group);
        return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
    }

    /// `rbacAuthorization_v1`.
    static String tag(GroupVersion version) {
        return groupTag(version.group()) + "_" + version.version();
    }

    static String capitalized(String word) {
        return word.isEmpty()
                ? word
                : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    /// `/api/v1`, or `/apis/apps/v1`.
    static String root(GroupVersion version) {
        return version.group().isEmpty() ? "/api/" + version.version() : "/apis/" + version;
    }
}
