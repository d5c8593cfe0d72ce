package io.djong.meta;

/// An API group and version; the core group is "".
public record GroupVersion(String group, String version) {

    /// Parses `apps/v1` or `v1`.
    public static GroupVersion parse(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0
                ? new GroupVersion("", apiVersion)
                : new GroupVersion(apiVersion.substring(0, slash), apiVersion.substring(slash + 1));
    }

    /// As in `apiVersion`: `apps/v1` or `v1`.
    @Override
    public String toString() {
        return group.isEmpty() ? version : group + "/" + version;
    }
}
