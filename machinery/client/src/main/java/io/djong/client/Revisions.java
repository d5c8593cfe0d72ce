package io.djong.client;

/// Resource versions as numbers.
///
/// @spec https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions Resource versions
final class Revisions {

    private Revisions() {}

    /// The number, or 0 for "" and for what is no number.
    static long parse(String resourceVersion) {
        if (resourceVersion.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(resourceVersion);
        } catch (NumberFormatException opaque) {
            return 0;
        }
    }
}
