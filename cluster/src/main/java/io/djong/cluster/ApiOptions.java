package io.djong.cluster;

import io.djong.apiserver.catalog.ServedApis;
import java.util.List;
import picocli.CommandLine.Option;

/// Which versions of the API a cluster serves.
final class ApiOptions {

    @Option(
            names = "--legacy-apis",
            arity = "0..1",
            paramLabel = "true|false",
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "serves versions that upstream has removed, such as extensions/v1beta1 (default: true)")
    boolean legacyApis = true;

    @Option(
            names = "--runtime-config",
            paramLabel = "KEY=BOOL,...",
            description =
                    "turns versions on and off, as kube-apiserver: apps/v1beta1=false, api/beta=true, api/all=true ...")
    List<String> runtimeConfig = List.of();

    /// @param errors gets what cannot be
    ServedApis toServed(List<String> errors) {
        try {
            return ServedApis.parse(legacyApis, String.join(",", runtimeConfig));
        } catch (IllegalArgumentException wrong) {
            errors.add("--runtime-config: " + wrong.getMessage());
            return ServedApis.ALL;
        }
    }
}
