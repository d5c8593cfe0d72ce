package io.djong.apiserver.catalog;

import io.djong.apiserver.legacy.LegacyResources;
import io.djong.apiserver.resources.Resource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which versions of the built-in API are served.
///
/// @param legacy whether those are that upstream has removed
/// @param runtimeConfig what was said of single versions, or of a stage of them, as upstream's `--runtime-config` says it:
///     keys as `apps/v1beta1` or `api/beta`
/// @spec https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/ kube-apiserver
public record ServedApis(boolean legacy, Map<String, Boolean> runtimeConfig) {

    /// Everything upstream serves by default, and everything it once served.
    public static final ServedApis ALL = new ServedApis(true, Map.of());

    /// What upstream serves by default.
    public static final ServedApis CURRENT = new ServedApis(false, Map.of());

    private static final Set<String> STAGES =
            Set.of("api/all", "api/legacy", "api/ga", "api/beta", "api/alpha");

    public ServedApis {
        runtimeConfig = Map.copyOf(runtimeConfig);
    }

    /// @param text as on the command line: `apps/v1beta1=false,api/alpha=true`; a key alone means true
    /// @throws IllegalArgumentException for keys and values that mean nothing, in words for the user
    public static ServedApis parse(boolean legacy, String text) {
        Map<String, Boolean> config = new LinkedHashMap<>();
        Set<String> known =
                Resources.KNOWN.stream().map(Resource::apiVersion).collect(Collectors.toSet());
        for (String pair : text.split(",")) {
            if (pair.isBlank()) {
                continue;
            }
            int equals = pair.indexOf('=');
            String key = (equals < 0 ? pair : pair.substring(0, equals)).strip();
            String value = equals < 0 ? "true" : pair.substring(equals + 1).strip();
            // Upstream has this name for the version without a group.
            String version = key.equals("api/v1") ? "v1" : key;
            if (!STAGES.contains(key) && !known.contains(version)) {
                throw new IllegalArgumentException(key + ": no such group and version");
            }
            if (!value.equals("true") && !value.equals("false")) {
                throw new IllegalArgumentException(
                        "invalid value of %s=%s: must be true or false".formatted(key, value));
            }
            config.put(version, value.equals("true"));
        }
        return new ServedApis(legacy, config);
    }

    /// What is said of a version beats what is said of its stage, and that what is said of all.
    boolean serves(Resource resource) {
        Boolean own = runtimeConfig.get(resource.apiVersion());
        if (own != null) {
            return own;
        }
        Boolean stage = runtimeConfig.get(stage(resource.version()));
        if (stage == null) {
            stage = runtimeConfig.get("api/all");
        }
        if (stage != null) {
            return stage && (legacy || !LegacyResources.isRemoved(resource));
        }
        return !LegacyResources.isOld(resource) || (legacy && LegacyResources.isRemoved(resource));
    }

    private static String stage(String version) {
        return version.contains("alpha")
                ? "api/alpha"
                : version.contains("beta") ? "api/beta" : "api/ga";
    }
}
