package io.djong.admission.podsecurity;

import java.util.List;
import java.util.stream.Collectors;

/// What a check objects to.
///
/// @param reason in a few words: `hostPath volumes`
/// @param detail where: `volume "v"`
public record Violation(String reason, String detail) {

    /// `hostPath volumes (volume "v"), hostPort (container "c" uses hostPort 1)`.
    public static String details(List<Violation> violations) {
        return violations.stream()
                .map(one -> one.reason() + " (" + one.detail() + ")")
                .collect(Collectors.joining(", "));
    }

    /// `hostPath volumes, hostPort`.
    public static String reasons(List<Violation> violations) {
        return violations.stream().map(Violation::reason).collect(Collectors.joining(", "));
    }
}
