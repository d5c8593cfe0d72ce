package io.djong.admission.podsecurity;

import static io.djong.admission.podsecurity.Subject.objects;
import static io.djong.admission.podsecurity.Subject.securityContext;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What nobody should ask for who does not run the cluster itself.
///
/// @spec https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline Baseline
final class BaselineChecks {

    private static final Set<String> CAPABILITIES =
            Set.of(
                    "AUDIT_WRITE",
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "FOWNER",
                    "FSETID",
                    "KILL",
                    "MKNOD",
                    "NET_BIND_SERVICE",
                    "SETFCAP",
                    "SETGID",
                    "SETPCAP",
                    "SETUID",
                    "SYS_CHROOT");

    static final Set<String> SYSCTLS =
            Set.of(
                    "kernel.shm_rmid_forced",
                    "net.ipv4.ip_local_port_range",
                    "net.ipv4.tcp_syncookies",
                    "net.ipv4.ping_group_range",
                    "net.ipv4.ip_unprivileged_port_start");
    static final Set<String> SYSCTLS_1_27 = with(SYSCTLS, "net.ipv4.ip_local_reserved_ports");
    static final Set<String> SYSCTLS_1_29 =
            with(
                    SYSCTLS_1_27,
                    "net.ipv4.tcp_keepalive_time",
                    "net.ipv4.tcp_fin_timeout",
                    "net.ipv4.tcp_keepalive_intvl",
                    "net.ipv4.tcp_keepalive_probes");
    static final Set<String> SYSCTLS_1_32 =
            with(SYSCTLS_1_29, "net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem");

    private BaselineChecks() {}

    private static Set<String> with(Set<String> base, String... more) {
        Set<String> all = new TreeSet<>(base);
        all.addAll(List.of(more));
        return Set.copyOf(all);
    }

    static Optional<Violation> capabilities(Subject pod) {
        Set<String> forbidden = new TreeSet<>();
        List<String> containers =
                pod.containersWhere(container -> {
                    Set<String> added = added(container, CAPABILITIES);
                    forbidden.addAll(added);
                    return !added.isEmpty();
                });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "non-default capabilities",
                                "%s must not include %s in securityContext.capabilities.add"
                                        .formatted(
                                                Subject.containers(containers),
                                                Subject.quoted(forbidden))));
    }

    /// The capabilities that a container adds beyond the allowed ones.
    static Set<String> added(Fields container, Set<String> allowed) {
        Set<String> added = new TreeSet<>();
        for (Object capability : securityContext(container).fields("capabilities").list("add")) {
            if (!allowed.contains(String.valueOf(capability))) {
                added.add(String.valueOf(capability));
            }
        }
        return added;
    }

    static Optional<Violation> privileged(Subject pod) {
        List<String> containers =
                pod.containersWhere(container -> securityContext(container).bool("privileged"));
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "privileged",
                                Subject.containers(containers)
                                        + " must not set securityContext.privileged=true"));
    }

    static Optional<Violation> procMountUnlessOwnUsers(Subject pod) {
        return pod.hasOwnUsers() ? Optional.empty() : procMount(pod);
    }

    static Optional<Violation> procMount(Subject pod) {
        Set<String> types = new TreeSet<>();
        List<String> containers =
                pod.containersWhere(container -> {
                    String type = securityContext(container).string("procMount");
                    boolean isBad = !type.isEmpty() && !type.equals("Default");
                    if (isBad) {
                        types.add(type);
                    }
                    return isBad;
                });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "procMount",
                                "%s must not set securityContext.procMount to %s"
                                        .formatted(
                                                Subject.containers(containers),
                                                Subject.quoted(types))));
    }

    static Optional<Violation> sysctls(Subject pod, Set<String> allowed) {
        List<String> forbidden =
                objects(pod.securityContext(), "sysctls").stream()
                        .map(sysctl -> sysctl.string("name"))
                        .filter(name -> !allowed.contains(name))
                        .toList();
        return forbidden.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("forbidden sysctls", String.join(", ", forbidden)));
    }
}
