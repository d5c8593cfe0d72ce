package io.djong.apiserver.validation;

import java.util.Arrays;

/// Rules for paths inside volumes.
public final class Paths {

    private Paths() {}

    /// Never leads out of its directory.
    public static void noBacksteps(String target, FieldPath path, FieldErrors errors) {
        if (hasBacksteps(target)) {
            errors.invalid(path, target, "must not contain '..'");
        }
    }

    public static boolean hasBacksteps(String target) {
        return Arrays.asList(target.split("/", -1)).contains("..");
    }

    public static void descending(String target, FieldPath path, FieldErrors errors) {
        if (target.startsWith("/")) {
            errors.invalid(path, target, "must be a relative path");
        }
        noBacksteps(target, path, errors);
    }

    /// Names that begin with two dots are the kubelet's own.
    public static void descendingNotReserved(String target, FieldPath path, FieldErrors errors) {
        descending(target, path, errors);
        if (target.startsWith("..") && !target.startsWith("../")) {
            errors.invalid(path, target, "must not start with '..'");
        }
    }
}
