package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoForm;
import io.djong.apiserver.validation.Paths;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Security contexts of pods and containers.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ Security Context
final class PodSecurityValidation {

    private static final List<String> PROFILES =
            List.of("Localhost", "RuntimeDefault", "Unconfined");
    private static final int PROFILE_MAX = 4095;
    private static final int SYSCTL_MAX = 253;
    private static final String SYSCTL =
            "^([a-z0-9]([-_a-z0-9]*[a-z0-9])?[\\./])*[a-z0-9]([-_a-z0-9]*[a-z0-9])?$";

    private PodSecurityValidation() {}

    /// @param path of the pod's `spec`
    static void ofPod(Fields spec, Fields before, FieldPath path, FieldErrors errors) {
        Fields context = spec.fieldsOrNull("securityContext");
        if (context == null) {
            return;
        }
        FieldPath at = path.child("securityContext");
        for (String name : List.of("fsGroup", "runAsUser", "runAsGroup")) {
            id(context.integerOrNull(name), at.child(name), errors);
        }
        List<@Nullable Object> groups = context.list("supplementalGroups");
        for (int i = 0; i < groups.size(); i++) {
            id(
                    groups.get(i) instanceof Number group ? (Long) group.longValue() : null,
                    at.child("supplementalGroups").index(i),
                    errors);
        }
        if (spec.bool("shareProcessNamespace") && spec.bool("hostPID")) {
            errors.invalid(
                    at.child("shareProcessNamespace"),
                    true,
                    "ShareProcessNamespace and HostPID cannot both be enabled");
        }
        sysctls(context, at.child("sysctls"), errors);
        supported(context, "fsGroupChangePolicy", List.of("Always", "OnRootMismatch"), at, errors);
        seccomp(context.fieldsOrNull("seccompProfile"), at.child("seccompProfile"), errors);
        WindowsValidation.options(
                context.fieldsOrNull("windowsOptions"), at.child("windowsOptions"), errors);
        appArmor(context.fieldsOrNull("appArmorProfile"), at.child("appArmorProfile"), errors);
        supported(context, "supplementalGroupsPolicy", List.of("Merge", "Strict"), at, errors);
        // Mounting with a label is for clusters that have it on; who used it before keeps it.
        boolean mounts = Trees.isSet(before.fields("securityContext"), "seLinuxChangePolicy");
        supported(
                context,
                "seLinuxChangePolicy",
                mounts ? List.of("MountOption", "Recursive") : List.of("Recursive"),
                at,
                errors);
    }

    private static void id(@Nullable Long id, FieldPath path, FieldErrors errors) {
        Checks.inRange(id, 0, Integer.MAX_VALUE, path, errors);
    }

    private static void supported(
            Fields context, String name, List<String> values, FieldPath path, FieldErrors errors) {
        String value = context.stringOrNull(name);
        if (value != null) {
            Checks.supported(value, values, path.child(name), errors);
        }
    }

    private static void sysctls(Fields context, FieldPath path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        List<Fields> sysctls = Trees.objects(context, "sysctls");
        for (int i = 0; i < sysctls.size(); i++) {
            String name = sysctls.get(i).string("name");
            FieldPath at = path.index(i).child("name");
            if (name.isEmpty()) {
                errors.required(at, "");
            } else if (name.length() > SYSCTL_MAX || !name.matches(SYSCTL)) {
                errors.invalid(
                        at,
                        name,
                        "must have at most "
                                + SYSCTL_MAX
                                + " characters and match regex "
                                + SYSCTL);
            } else if (!seen.add(name)) {
                errors.duplicate(at, name);
            }
        }
    }

    private static void seccomp(@Nullable Fields profile, FieldPath path, FieldErrors errors) {
        if (profile == null) {
            return;
        }
        String type = profile.string("type");
        if (type.isEmpty()) {
            errors.required(path.child("type"), "type is required when seccompProfile is set");
        } else {
            Checks.supported(type, PROFILES, path.child("type"), errors);
        }
        String local = profile.stringOrNull("localhostProfile");
        FieldPath at = path.child("localhostProfile");
        if (!type.equals("Localhost")) {
            if (local != null) {
                Fields internal = Fields.of("Type", type, "LocalhostProfile", local);
                errors.invalid(at, internal, "can only be set when seccomp type is Localhost");
            }
        } else if (local == null) {
            errors.required(at, "must be set when seccomp type is Localhost");
        } else {
            Paths.descending(local, at, errors);
        }
    }

    private static void appArmor(@Nullable Fields profile, FieldPath path, FieldErrors errors) {
        if (profile == null) {
            return;
        }
        String local = profile.stringOrNull("localhostProfile");
        FieldPath at = path.child("localhostProfile");
        switch (profile.string("type")) {
            case "Localhost" -> localProfile(local, at, errors);
            case "RuntimeDefault", "Unconfined" -> {
                if (local != null) {
                    errors.invalid(at, local, "can only be set when AppArmor type is Localhost");
                }
            }
            case "" ->
                    errors.required(
                            path.child("type"), "type is required when appArmorProfile is set");
            default -> errors.notSupported(path.child("type"), profile.string("type"), PROFILES);
        }
    }

    private static void localProfile(@Nullable String local, FieldPath path, FieldErrors errors) {
        if (local == null || local.isEmpty()) {
            errors.required(path, "must be set when AppArmor type is Localhost");
            return;
        }
        if (!local.equals(local.strip())) {
            errors.invalid(path, local, "must not be padded with whitespace");
        }
        if (local.length() > PROFILE_MAX) {
            errors.tooLong(path, PROFILE_MAX);
        }
    }

    static void ofContainer(
            @Nullable Fields context, boolean hostUsers, FieldPath path, FieldErrors errors) {
        if (context == null) {
            return;
        }
        id(context.integerOrNull("runAsUser"), path.child("runAsUser"), errors);
        id(context.integerOrNull("runAsGroup"), path.child("runAsGroup"), errors);
        String mount = context.stringOrNull("procMount");
        if (mount != null) {
            Checks.supported(
                    mount, List.of("Default", "Unmasked"), path.child("procMount"), errors);
            if (hostUsers && mount.equals("Unmasked")) {
                errors.invalid(
                        path.child("procMount"),
                        mount,
                        "`hostUsers` must be false to use `Unmasked`");
            }
        }
        seccomp(context.fieldsOrNull("seccompProfile"), path.child("seccompProfile"), errors);
        escalation(context, path, errors);
        WindowsValidation.options(
                context.fieldsOrNull("windowsOptions"), path.child("windowsOptions"), errors);
        appArmor(context.fieldsOrNull("appArmorProfile"), path.child("appArmorProfile"), errors);
    }

    private static void escalation(Fields context, FieldPath path, FieldErrors errors) {
        if (!Boolean.FALSE.equals(context.boolOrNull("allowPrivilegeEscalation"))) {
            return;
        }
        Object shown = GoForm.of("SecurityContext", context);
        if (context.bool("privileged")) {
            errors.invalid(
                    path,
                    shown,
                    "cannot set `allowPrivilegeEscalation` to false and `privileged` to true");
        }
        if (context.fields("capabilities").list("add").contains("CAP_SYS_ADMIN")) {
            errors.invalid(
                    path,
                    shown,
                    "cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN");
        }
    }
}
