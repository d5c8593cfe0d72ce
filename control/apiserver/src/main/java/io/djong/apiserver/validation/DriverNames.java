package io.djong.apiserver.validation;

/// Names of drivers, of storage and of devices alike. Texts as in Kubernetes 1.36.
public final class DriverNames {

    private static final int LENGTH_MAX = 63;

    private DriverNames() {}

    public static void validate(String name, FieldPath path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
            return;
        }
        if (name.length() > LENGTH_MAX) {
            errors.tooLong(path, LENGTH_MAX);
        }
        errors.invalid(path, name, Names.dnsSubdomain(name));
    }
}
