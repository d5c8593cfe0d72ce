package io.djong.runtime;

import io.djong.meta.tree.Fields;
import io.djong.runtime.cri.AuthConfig;
import io.djong.runtime.image.ImageName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Who may pull from where, out of a pod's `imagePullSecrets`.
///
/// Several secrets may speak of one registry; all of them are tried, the most specific first.
///
/// @spec https://kubernetes.io/docs/concepts/containers/images/#config-json Interpretation of config.json
public final class RegistryCredentials {

    /// How Docker's own configuration calls Docker Hub.
    private static final String DEFAULT_REGISTRY = "index.docker.io";

    /// Reverse order puts longer paths before their parents, and names before wildcards.
    private final TreeMap<String, List<AuthConfig>> byPlace =
            new TreeMap<>(Comparator.reverseOrder());

    /// Takes a `kubernetes.io/dockerconfigjson` secret's content.
    ///
    /// @throws IllegalArgumentException when an entry is malformed
    public RegistryCredentials addDockerConfigJson(Fields config) {
        return addDockercfg(config.fields("auths"));
    }

    /// Takes a `kubernetes.io/dockercfg` secret's content: an entry a registry.
    public RegistryCredentials addDockercfg(Fields entries) {
        for (int i = 0; i < entries.size(); i++) {
            if (entries.valueAt(i) instanceof Fields entry) {
                add(entries.nameAt(i), auth(entry));
            }
        }
        return this;
    }

    private void add(String place, AuthConfig auth) {
        boolean hasScheme = place.startsWith("https://") || place.startsWith("http://");
        String rest = hasScheme ? place.substring(place.indexOf("://") + 3) : place;
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash);
        if (path.startsWith("/v1/") || path.startsWith("/v2/")) {
            path = path.substring(3);
        }
        byPlace.computeIfAbsent(path.equals("/") ? host : host + path, _ -> new ArrayList<>())
                .add(auth);
    }

    private static AuthConfig auth(Fields entry) {
        String combined = entry.string("auth");
        if (combined.isEmpty()) {
            return AuthConfig.newBuilder()
                    .setUsername(entry.string("username"))
                    .setPassword(entry.string("password"))
                    .build();
        }
        String decoded =
                new String(Base64.getDecoder().decode(combined.strip()), StandardCharsets.UTF_8);
        int colon = decoded.indexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException(
                    "unable to parse auth field, must be formatted as base64(username:password)");
        }
        return AuthConfig.newBuilder()
                .setUsername(decoded.substring(0, colon))
                .setPassword(decoded.substring(colon + 1))
                .build();
    }

    /// What to try for an image, in this order; empty when nothing fits and it has to be pulled without.
    public List<AuthConfig> of(String image) {
        String place = ImageName.parse(image).withoutVersion();
        List<AuthConfig> fitting =
                byPlace.entrySet().stream()
                        .filter(entry -> fits(entry.getKey(), place))
                        .flatMap(entry -> entry.getValue().stream())
                        .toList();
        if (!fitting.isEmpty()) {
            return fitting;
        }
        return place.startsWith("docker.io/")
                ? List.copyOf(byPlace.getOrDefault(DEFAULT_REGISTRY, List.of()))
                : List.of();
    }

    /// Wildcards stand for parts of one label of the host's name; port and number of labels have to agree.
    private static boolean fits(String pattern, String place) {
        Place wanted = Place.of(pattern);
        Place actual = Place.of(place);
        if (!wanted.port.equals(actual.port)
                || wanted.labels.size() != actual.labels.size()
                || !actual.path.startsWith(wanted.path)) {
            return false;
        }
        for (int i = 0; i < wanted.labels.size(); i++) {
            if (!glob(wanted.labels.get(i)).matcher(actual.labels.get(i)).matches()) {
                return false;
            }
        }
        return true;
    }

    private static Pattern glob(String label) {
        StringBuilder regex = new StringBuilder();
        label.codePoints()
                .mapToObj(Character::toString)
                .forEach(c ->
                        regex.append(
                                switch (c) {
                                    case "*" -> ".*";
                                    case "?" -> ".";
                                    default -> Pattern.quote(c);
                                }));
        return Pattern.compile(regex.toString());
    }

    private record Place(List<String> labels, String port, String path) {

        static Place of(String text) {
            int slash = text.indexOf('/');
            String host = slash < 0 ? text : text.substring(0, slash);
            int colon = host.lastIndexOf(':');
            return new Place(
                    List.of((colon < 0 ? host : host.substring(0, colon)).split("\\.", -1)),
                    colon < 0 ? "" : host.substring(colon + 1),
                    slash < 0 ? "" : text.substring(slash));
        }
    }
}
