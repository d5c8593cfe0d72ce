package io.djong.runtime.image;

import java.util.Locale;

/// The processors for which we make programs.
public enum Architecture {
    AMD64,
    ARM64;

    public static Architecture ofThisMachine() {
        String name = System.getProperty("os.arch");
        return switch (name) {
            case "amd64", "x86_64" -> AMD64;
            case "aarch64", "arm64" -> ARM64;
            default ->
                    throw new UnsupportedOperationException(
                            "processor " + name + " is not supported; amd64 and arm64 are");
        };
    }

    /// The name that images and Kubernetes' `kubernetes.io/arch` label use.
    public String ociName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
