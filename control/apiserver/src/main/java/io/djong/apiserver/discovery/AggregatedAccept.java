package io.djong.apiserver.discovery;

import org.jspecify.annotations.Nullable;

/// Whether a client takes the aggregated form, and in which version.
///
/// @param version `v2` or `v2beta1`
record AggregatedAccept(String version) {

    /// Null when the client wants the old form.
    static @Nullable AggregatedAccept of(String accept) {
        for (String clause : accept.split(",")) {
            String bare = clause.replace(" ", "");
            if (bare.contains("as=APIGroupDiscoveryList")
                    && bare.contains("g=apidiscovery.k8s.io")) {
                if (bare.matches(".*;v=v2(;.*)?")) {
                    return new AggregatedAccept("v2");
                }
                if (bare.contains(";v=v2beta1")) {
                    return new AggregatedAccept("v2beta1");
                }
            }
            if (bare.startsWith("application/json") && !bare.contains("as=")) {
                return null;
            }
        }
        return null;
    }

    String contentType() {
        return "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
    }
}
