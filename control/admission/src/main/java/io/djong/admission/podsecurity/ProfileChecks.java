package io.djong.admission.podsecurity;

import static io.djong.admission.podsecurity.Subject.securityContext;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The confinement that the system puts around containers, which nobody may loosen: AppArmor, SELinux, seccomp.
///
/// @spec https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline Baseline
final class ProfileChecks {

    private static final String APPARMOR_ANNOTATION =
            "container.apparmor.security.beta.kubernetes.io/";

    private static final String SECCOMP_POD_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod";

    private static final String SECCOMP_ANNOTATION =
            "container.seccomp.security.alpha.kubernetes.io/";

    static final Set<String> SELINUX_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t");

    static final Set<String> SELINUX_TYPES_1_31 =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");

    private ProfileChecks() {}

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
}
