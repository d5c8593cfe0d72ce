package io.djong.admission.podsecurity;

import static io.djong.admission.podsecurity.Subject.objects;
import static io.djong.admission.podsecurity.Subject.securityContext;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What nobody should ask for who does not run the cluster itself.
///
/// @spec https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline Baseline
final class BaselineChecks {

    private static final String APPARMOR_ANNOTATION =
            "container.apparmor.security.beta.kubernetes.io/";
    private static final String SECCOMP_POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";
    private static final String SECCOMP_ANNOTATION =
            "container.seccomp.security.alpha.kubernetes.io/";

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

    static final Set<String> SELINUX_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t");
    static final Set<String> SELINUX_TYPES_1_31 =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

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

    static Optional<Violation> appArmor(Subject pod) {
        Set<String> badValues = new TreeSet<>();
        String ofPod = pod.securityContext().fields("appArmorProfile").string("type");
        List<String> setters = new ArrayList<>();
        if (isBadAppArmor(ofPod)) {
            setters.add("pod");
            badValues.add(ofPod);
        }
        List<String> containers = new ArrayList<>();
        for (Fields container : pod.containers()) {
            String type = securityContext(container).fields("appArmorProfile").string("type");
            if (isBadAppArmor(type)) {
                containers.add(container.string("name"));
                badValues.add(type);
            }
        }
        if (!containers.isEmpty()) {
            setters.add(Subject.containers(containers));
        }
        List<String> values = new ArrayList<>(badValues);
        Set<String> annotations = badAppArmorAnnotations(pod);
        if (!annotations.isEmpty()) {
            values.addAll(annotations);
            setters.add(annotations.size() == 1 ? "annotation" : "annotations");
        }
        if (setters.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Violation(
                        values.size() == 1
                                ? "forbidden AppArmor profile"
                                : "forbidden AppArmor profiles",
                        "%s must not set AppArmor profile type to %s"
                                .formatted(String.join(" and ", setters), Subject.quoted(values))));
    }

    private static boolean isBadAppArmor(String type) {
        return !type.isEmpty() && !type.equals("RuntimeDefault") && !type.equals("Localhost");
    }

    private static Set<String> badAppArmorAnnotations(Subject pod) {
        Set<String> bad = new TreeSet<>();
        pod.metadata()
                .fields("annotations")
                .forEach((key, value) -> {
                    String profile = String.valueOf(value);
                    boolean isGood =
                            profile.isEmpty()
                                    || profile.equals("runtime/default")
                                    || profile.startsWith("localhost/");
                    if (key.startsWith(APPARMOR_ANNOTATION) && !isGood) {
                        bad.add(key + "=\"" + profile + "\"");
                    }
                });
        return bad;
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

    static Optional<Violation> hostNamespaces(Subject pod) {
        List<String> shared = new ArrayList<>();
        for (String namespace : List.of("hostNetwork", "hostPID", "hostIPC")) {
            if (pod.spec().bool(namespace)) {
                shared.add(namespace + "=true");
            }
        }
        return shared.isEmpty()
                ? Optional.empty()
                : Optional.of(new Violation("host namespaces", String.join(", ", shared)));
    }

    static Optional<Violation> hostPathVolumes(Subject pod) {
        List<String> volumes =
                objects(pod.spec(), "volumes").stream()
                        .filter(volume -> volume.value("hostPath") != null)
                        .map(volume -> volume.string("name"))
                        .toList();
        return volumes.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation("hostPath volumes", Subject.several("volume", volumes)));
    }

    static Optional<Violation> hostPorts(Subject pod) {
        Set<String> ports = new TreeSet<>();
        List<String> containers =
                pod.containersWhere(container -> {
                    boolean isBad = false;
                    for (Fields port : objects(container, "ports")) {
                        if (port.integer("hostPort") != 0) {
                            ports.add(Long.toString(port.integer("hostPort")));
                            isBad = true;
                        }
                    }
                    return isBad;
                });
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "hostPort",
                                "%s %s %s %s"
                                        .formatted(
                                                Subject.containers(containers),
                                                containers.size() == 1 ? "uses" : "use",
                                                ports.size() == 1 ? "hostPort" : "hostPorts",
                                                String.join(", ", ports))));
    }

    static Optional<Violation> hostProbes(Subject pod) {
        Set<String> hosts = new TreeSet<>();
        Set<String> containers = new TreeSet<>();
        for (Fields container : pod.containers()) {
            Set<String> own = new TreeSet<>();
            for (String probe : List.of("livenessProbe", "readinessProbe", "startupProbe")) {
                addHosts(container.fields(probe), own);
            }
            Fields lifecycle = container.fields("lifecycle");
            addHosts(lifecycle.fields("postStart"), own);
            addHosts(lifecycle.fields("preStop"), own);
            if (!own.isEmpty()) {
                containers.add(container.string("name"));
                hosts.addAll(own);
            }
        }
        return containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "probe or lifecycle host",
                                "%s %s %s"
                                        .formatted(
                                                Subject.containers(containers),
                                                containers.size() == 1 ? "uses" : "use",
                                                Subject.several(
                                                        "probe or lifecycle host", hosts))));
    }

    private static void addHosts(Fields handler, Set<String> hosts) {
        for (String action : List.of("httpGet", "tcpSocket")) {
            String host = handler.fields(action).string("host");
            if (!host.isEmpty()) {
                hosts.add(host);
            }
        }
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

    static Optional<Violation> seLinux(Subject pod, Set<String> types) {
        Set<String> badTypes = new TreeSet<>();
        boolean[] setUserAndRole = new boolean[2];
        boolean byPod =
                isBadSeLinux(
                        pod.securityContext().fields("seLinuxOptions"),
                        types,
                        badTypes,
                        setUserAndRole);
        List<String> containers =
                pod.containersWhere(container ->
                        isBadSeLinux(
                                securityContext(container).fields("seLinuxOptions"),
                                types,
                                badTypes,
                                setUserAndRole));
        if (!byPod && containers.isEmpty()) {
            return Optional.empty();
        }
        List<String> data = new ArrayList<>();
        if (!badTypes.isEmpty()) {
            data.add(Subject.several("type", badTypes));
        }
        if (setUserAndRole[0]) {
            data.add("user may not be set");
        }
        if (setUserAndRole[1]) {
            data.add("role may not be set");
        }
        return Optional.of(
                new Violation(
                        "seLinuxOptions",
                        "%s set forbidden securityContext.seLinuxOptions: %s"
                                .formatted(
                                        Subject.setters(byPod, containers),
                                        String.join("; ", data))));
    }

    private static boolean isBadSeLinux(
            Fields options, Set<String> types, Set<String> badTypes, boolean[] setUserAndRole) {
        boolean isBadType = !types.contains(options.string("type"));
        if (isBadType) {
            badTypes.add(options.string("type"));
        }
        boolean setsUser = !options.string("user").isEmpty();
        boolean setsRole = !options.string("role").isEmpty();
        setUserAndRole[0] |= setsUser;
        setUserAndRole[1] |= setsRole;
        return isBadType || setsUser || setsRole;
    }

    static Optional<Violation> seccompAnnotations(Subject pod) {
        Set<String> forbidden = new TreeSet<>();
        Fields annotations = pod.metadata().fields("annotations");
        addBadSeccomp(annotations, SECCOMP_POD_ANNOTATION, forbidden);
        for (Fields container : pod.containers()) {
            addBadSeccomp(annotations, SECCOMP_ANNOTATION + container.string("name"), forbidden);
        }
        return forbidden.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "seccompProfile",
                                "forbidden %s %s"
                                        .formatted(
                                                forbidden.size() == 1
                                                        ? "annotation"
                                                        : "annotations",
                                                String.join(", ", forbidden))));
    }

    private static void addBadSeccomp(Fields annotations, String key, Set<String> forbidden) {
        String profile = annotations.stringOrNull(key);
        boolean isGood =
                profile == null
                        || profile.equals("runtime/default")
                        || profile.equals("docker/default")
                        || profile.startsWith("localhost/");
        if (!isGood) {
            forbidden.add(key + "=\"" + profile + "\"");
        }
    }

    static Optional<Violation> seccomp(Subject pod) {
        Set<String> values = new TreeSet<>();
        boolean byPod = isBadSeccomp(pod.securityContext(), values);
        List<String> containers =
                pod.containersWhere(container -> isBadSeccomp(securityContext(container), values));
        return !byPod && containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "seccompProfile",
                                "%s must not set securityContext.seccompProfile.type to %s"
                                        .formatted(
                                                Subject.setters(byPod, containers),
                                                Subject.quoted(values))));
    }

    private static boolean isBadSeccomp(Fields securityContext, Set<String> values) {
        Fields profile = securityContext.fieldsOrNull("seccompProfile");
        if (profile == null || isGoodSeccomp(profile)) {
            return false;
        }
        values.add(profile.string("type"));
        return true;
    }

    static boolean isGoodSeccomp(Fields profile) {
        String type = profile.string("type");
        return type.equals("Localhost") || type.equals("RuntimeDefault");
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

    static Optional<Violation> windowsHostProcess(Subject pod) {
        boolean byPod = pod.securityContext().fields("windowsOptions").bool("hostProcess");
        List<String> containers =
                pod.containersWhere(container ->
                        securityContext(container).fields("windowsOptions").bool("hostProcess"));
        return !byPod && containers.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Violation(
                                "hostProcess",
                                Subject.setters(byPod, containers)
                                        + " must not set securityContext.windowsOptions.hostProcess=true"));
    }
}
