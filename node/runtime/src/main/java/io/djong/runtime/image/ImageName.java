package io.djong.runtime.image;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The full name of an image: where it is, what it is called there, and which one of that name.
///
/// @param registry host and optional port, `docker.io` when the name does not begin with one
/// @param repository the path below the registry
/// @param tag empty when only a digest is given; `latest` when neither is
/// @param digest `sha256:...`, or empty
/// @spec https://pkg.go.dev/github.com/distribution/reference The grammar of references
public record ImageName(String registry, String repository, String tag, String digest) {

    private static final String DEFAULT_REGISTRY = "docker.io";
    private static final String LEGACY_DEFAULT_REGISTRY = "index.docker.io";
    private static final String OFFICIAL = "library/";
    private static final String DEFAULT_TAG = "latest";
    private static final int NAME_LENGTH_MAX = 255;

    private static final Pattern IDENTIFIER = Pattern.compile("[a-f0-9]{64}");
    private static final String HOST_PART = "(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])";
    private static final String PATH_PART = "[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*";
    private static final Pattern REFERENCE =
            Pattern.compile(
                    "(?<registry>(?:"
                            + HOST_PART
                            + "(?:\\."
                            + HOST_PART
                            + ")*|\\[[a-fA-F0-9:]+])(?::[0-9]+)?)"
                            + "/(?<repository>"
                            + PATH_PART
                            + "(?:/"
                            + PATH_PART
                            + ")*)"
                            + "(?::(?<tag>\\w[\\w.-]{0,127}))?"
                            + "(?:@(?<digest>[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?");

    /// Reads a name as `docker pull` would: `busybox` is `docker.io/library/busybox:latest`.
    ///
    /// @throws IllegalArgumentException with the words that upstream's kubelet puts into its event
    public static ImageName parse(String name) {
        if (IDENTIFIER.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "invalid repository name ("
                            + name
                            + "), cannot specify 64-byte hexadecimal strings");
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasRegistry = isRegistry(first);
        String registry =
                !hasRegistry || first.equals(LEGACY_DEFAULT_REGISTRY) ? DEFAULT_REGISTRY : first;
        String rest = hasRegistry ? name.substring(slash + 1) : name;
        if (registry.equals(DEFAULT_REGISTRY) && rest.indexOf('/') < 0) {
            rest = OFFICIAL + rest;
        }
        int colon = rest.indexOf(':');
        String path = colon < 0 ? rest : rest.substring(0, colon);
        if (!path.toLowerCase(Locale.ROOT).equals(path)) {
            throw new IllegalArgumentException(
                    "invalid reference format: repository name (" + path + ") must be lowercase");
        }
        Matcher parts = REFERENCE.matcher(registry + "/" + rest);
        if (!parts.matches()) {
            throw new IllegalArgumentException("invalid reference format");
        }
        if (registry.length() + 1 + parts.group("repository").length() > NAME_LENGTH_MAX) {
            throw new IllegalArgumentException(
                    "repository name must not be more than " + NAME_LENGTH_MAX + " characters");
        }
        String tag = orEmpty(parts, "tag");
        String digest = orEmpty(parts, "digest");
        boolean bare = tag.isEmpty() && digest.isEmpty();
        return new ImageName(
                parts.group("registry"),
                parts.group("repository"),
                bare ? DEFAULT_TAG : tag,
                digest);
    }

    /// The name without tag and digest.
    public String withoutVersion() {
        return registry + "/" + repository;
    }

    @Override
    public String toString() {
        return withoutVersion()
                + (tag.isEmpty() ? "" : ":" + tag)
                + (digest.isEmpty() ? "" : "@" + digest);
    }

    private static boolean isRegistry(String first) {
        return first.equals("localhost")
                || first.indexOf('.') >= 0
                || first.indexOf(':') >= 0
                || !first.toLowerCase(Locale.ROOT).equals(first);
    }

    private static String orEmpty(Matcher parts, String group) {
        String text = parts.group(group);
        return text == null ? "" : text;
    }
}
