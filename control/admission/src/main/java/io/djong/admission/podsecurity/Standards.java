package io.djong.admission.podsecurity;

import static io.djong.admission.podsecurity.Level.BASELINE;
import static io.djong.admission.podsecurity.Level.RESTRICTED;
import static io.djong.admission.podsecurity.RestrictedChecks.notOnWindows;
import static io.djong.admission.podsecurity.RestrictedChecks.unlessOwnUsers;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// All checks, in the order in which their objections are told.
///
/// @spec https://kubernetes.io/docs/concepts/security/pod-security-standards/ Pod Security Standards
public final class Standards {

    private static final int FOREVER = Integer.MAX_VALUE;

    /// @param since the first minor release that it holds for
    /// @param until the first one that it no longer holds for
    /// @param replaces checks of the baseline that it makes pointless, by name
    private record Check(
            String name,
            Level level,
            int since,
            int until,
            Set<String> replaces,
            Function<Subject, Optional<Violation>> violation) {

        boolean applies(Level wanted, PolicyVersion version) {
            boolean isOfRelease =
                    version.minor() >= since && (until == FOREVER || version.minor() < until);
            return isOfRelease && level.compareTo(wanted) <= 0;
        }
    }

    private static final List<Check> CHECKS =
            List.of(
                    baseline("appArmorProfile", 0, FOREVER, ProfileChecks::appArmor),
                    baseline("capabilities", 0, FOREVER, BaselineChecks::capabilities),
                    baseline("hostNamespaces", 0, FOREVER, HostChecks::hostNamespaces),
                    baseline("hostPathVolumes", 0, FOREVER, HostChecks::hostPathVolumes),
                    baseline("hostPorts", 0, FOREVER, HostChecks::hostPorts),
                    baseline("hostProbes", 34, FOREVER, HostChecks::hostProbes),
                    baseline("privileged", 0, FOREVER, BaselineChecks::privileged),
                    baseline("procMount", 0, 35, BaselineChecks::procMount),
                    baseline("procMount", 35, FOREVER, BaselineChecks::procMountUnlessOwnUsers),
                    baseline(
                            "seLinuxOptions",
                            0,
                            31,
                            pod -> ProfileChecks.seLinux(pod, ProfileChecks.SELINUX_TYPES)),
                    baseline(
                            "seLinuxOptions",
                            31,
                            FOREVER,
                            pod -> ProfileChecks.seLinux(pod, ProfileChecks.SELINUX_TYPES_1_31)),
                    baseline("seccompProfile", 0, 19, ProfileChecks::seccompAnnotations),
                    baseline("seccompProfile", 19, FOREVER, ProfileChecks::seccomp),
                    sysctls(0, 27, BaselineChecks.SYSCTLS),
                    sysctls(27, 29, BaselineChecks.SYSCTLS_1_27),
                    sysctls(29, 32, BaselineChecks.SYSCTLS_1_29),
                    sysctls(32, FOREVER, BaselineChecks.SYSCTLS_1_32),
                    baseline("windowsHostProcess", 0, FOREVER, HostChecks::windowsHostProcess),
                    restricted(8, 25, "", RestrictedChecks::allowPrivilegeEscalation),
                    restricted(
                            25,
                            FOREVER,
                            "",
                            notOnWindows(RestrictedChecks::allowPrivilegeEscalation)),
                    restricted(22, 25, "capabilities", RestrictedChecks::capabilities),
                    restricted(
                            25,
                            FOREVER,
                            "capabilities",
                            notOnWindows(RestrictedChecks::capabilities)),
                    restricted(35, FOREVER, "procMount", BaselineChecks::procMount),
                    restricted(0, FOREVER, "hostPathVolumes", RestrictedChecks::volumes),
                    restricted(0, 35, "", RestrictedChecks::runAsNonRoot),
                    restricted(35, FOREVER, "", unlessOwnUsers(RestrictedChecks::runAsNonRoot)),
                    restricted(23, 35, "", RestrictedChecks::runAsUser),
                    restricted(35, FOREVER, "", unlessOwnUsers(RestrictedChecks::runAsUser)),
                    restricted(19, 25, "seccompProfile", RestrictedChecks::seccomp),
                    restricted(
                            25,
                            FOREVER,
                            "seccompProfile",
                            notOnWindows(RestrictedChecks::seccomp)));

    private Standards() {}

    private static Check baseline(
            String name, int since, int until, Function<Subject, Optional<Violation>> check) {
        return new Check(name, BASELINE, since, until, Set.of(), check);
    }

    private static Check sysctls(int since, int until, Set<String> allowed) {
        return baseline("sysctls", since, until, pod -> BaselineChecks.sysctls(pod, allowed));
    }

    private static Check restricted(
            int since, int until, String replaces, Function<Subject, Optional<Violation>> check) {
        return new Check("", RESTRICTED, since, until, Set.of(replaces), check);
    }

    /// What a pod does that a standard forbids.
    ///
    /// @param metadata for its annotations
    public static List<Violation> violations(
            NamespacePolicy.Standard standard, Fields metadata, Fields spec) {
        Subject pod = new Subject(metadata, spec);
        List<Check> applying =
                CHECKS.stream()
                        .filter(check -> check.applies(standard.level(), standard.version()))
                        .toList();
        Set<String> replaced = new HashSet<>();
        applying.forEach(check -> replaced.addAll(check.replaces()));
        replaced.remove("");
        List<Violation> violations = new ArrayList<>();
        for (Check check : applying) {
            if (!replaced.contains(check.name())) {
                check.violation().apply(pod).ifPresent(violations::add);
            }
        }
        return violations;
    }
}
