package io.djong.cli;

/// What this product calls itself.
///
/// @spec https://kubernetes.io/releases/version-skew-policy/ Version skew policy
public final class Version {

    /// The release of the API that it serves.
    public static final String KUBERNETES = "1.36.0";

    /// As nodes and `/version` report it.
    public static final String GIT_VERSION = "v" + KUBERNETES + "+djong.1";

    private Version() {}
}
