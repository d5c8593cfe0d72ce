package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What holds for pods of one operating system.
///
/// @spec https://kubernetes.io/docs/concepts/windows/intro/ Windows containers in Kubernetes
final class WindowsValidation {

    private static final String NOT_ON_WINDOWS = "cannot be set for a windows pod";
    private static final String NOT_ON_LINUX = "windows options cannot be set for a linux pod";
    private static final List<String> LISTS =
            List.of("initContainers", "containers", "ephemeralContainers");
    private static final List<String> POD_FORBIDS =
            List.of(
                    "appArmorProfile",
                    "seLinuxOptions",
                    "/hostUsers",
                    "/hostPID",
                    "/hostIPC",
                    "seccompProfile",
                    "fsGroup",
                    "fsGroupChangePolicy",
                    "sysctls",
                    "/shareProcessNamespace",
                    "runAsUser",
                    "runAsGroup",
                    "supplementalGroups",
                    "supplementalGroupsPolicy",
                    "seLinuxChangePolicy");
    private static final List<String> CONTAINER_FORBIDS =
            List.of(
                    "appArmorProfile",
                    "seLinuxOptions",
                    "seccompProfile",
                    "capabilities",
                    "readOnlyRootFilesystem",
                    "privileged",
                    "allowPrivilegeEscalation",
                    "procMount",
                    "runAsUser",
                    "runAsGroup");
    private static final int CREDENTIAL_KIB_MAX = 64;
    private static final int DOMAIN_MAX = 256;
    private static final int USER_MAX = 104;

    private WindowsValidation() {}

    @FunctionalInterface
    private interface Visitor {
        void visit(Fields context, FieldPath path);
    }

    private static void visit(Fields spec, FieldPath path, Visitor visitor) {
        for (String list : LISTS) {
            List<Fields> containers = Trees.objects(spec, list);
            for (int i = 0; i < containers.size(); i++) {
                visitor.visit(
                        containers.get(i).fields("securityContext"),
                        path.child(list).index(i).child("securityContext"));
            }
        }
    }

    static void validateLinux(Fields spec, FieldPath path, FieldErrors errors) {
        Visitor check =
                (context, at) -> {
                    if (Trees.isSet(context, "windowsOptions")) {
                        errors.forbidden(at.child("windowsOptions"), NOT_ON_LINUX);
                    }
                };
        check.visit(spec.fields("securityContext"), path.child("securityContext"));
        visit(spec, path, check);
    }

    static void validateWindows(Fields spec, FieldPath path, FieldErrors errors) {
        for (String name : POD_FORBIDS) {
            boolean ofSpec = name.startsWith("/");
            String field = ofSpec ? name.substring(1) : name;
            Object value = (ofSpec ? spec : spec.fields("securityContext")).value(field);
            boolean flag = field.equals("hostPID") || field.equals("hostIPC");
            if (value != null && !value.equals(List.of()) && !(flag && value.equals(false))) {
                errors.forbidden(
                        ofSpec ? path.child(field) : path.child("securityContext", field),
                        NOT_ON_WINDOWS);
            }
        }
        visit(
                spec,
                path,
                (context, at) -> {
                    for (String name : CONTAINER_FORBIDS) {
                        if (Trees.isSet(context, name)) {
                            errors.forbidden(at.child(name), NOT_ON_WINDOWS);
                        }
                    }
                });
    }

    /// All containers of a pod are processes of the host, or none is.
    static void validateHostProcess(Fields spec, FieldPath path, FieldErrors errors) {
        Boolean ofPod =
                spec.fields("securityContext").fields("windowsOptions").boolOrNull("hostProcess");
        int[] counts = new int[2];
        visit(
                spec,
                path,
                (context, at) -> {
                    Boolean own = context.fields("windowsOptions").boolOrNull("hostProcess");
                    if (ofPod != null && own != null && !ofPod.equals(own)) {
                        errors.invalid(
                                at.child("windowsOptions", "hostProcess"),
                                own,
                                "pod hostProcess value must be identical if both are specified, was "
                                        + ofPod);
                    }
                    counts[0]++;
                    if (Boolean.TRUE.equals(own == null ? ofPod : own)) {
                        counts[1]++;
                    }
                });
        if (counts[1] == 0) {
            return;
        }
        if (counts[1] != counts[0]) {
            errors.invalid(
                    path,
                    "",
                    "If pod contains any hostProcess containers then all containers must be HostProcess containers");
        }
        if (!spec.bool("hostNetwork")) {
            errors.invalid(
                    path.child("hostNetwork"),
                    false,
                    "hostNetwork must be true if pod contains any hostProcess containers");
        }
    }

    static void options(@Nullable Fields options, FieldPath path, FieldErrors errors) {
        if (options == null) {
            return;
        }
        String name = options.stringOrNull("gmsaCredentialSpecName");
        if (name != null) {
            Checks.subdomain(name, path.child("gmsaCredentialSpecName"), errors);
        }
        String credential = options.stringOrNull("gmsaCredentialSpec");
        if (credential != null && credential.isEmpty()) {
            errors.invalid(
                    path.child("gmsaCredentialSpec"),
                    credential,
                    "gmsaCredentialSpec cannot be an empty string");
        } else if (credential != null && credential.length() > CREDENTIAL_KIB_MAX * 1024) {
            errors.invalid(
                    path.child("gmsaCredentialSpec"),
                    credential,
                    "gmsaCredentialSpec size must be under " + CREDENTIAL_KIB_MAX + " KiB");
        }
        String user = options.stringOrNull("runAsUserName");
        if (user != null) {
            userWrongs(user)
                    .forEach(wrong ->
                            errors.invalid(
                                    path.child("runAsUserName"), user, "runAsUserName" + wrong));
        }
    }

    private static List<String> userWrongs(String name) {
        if (name.isEmpty()) {
            return List.of(" cannot be an empty string");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            return List.of(" cannot contain control characters");
        }
        String[] parts = name.split("\\\\", -1);
        if (parts.length > 2) {
            return List.of(" cannot contain more than one backslash");
        }
        List<String> wrongs = new ArrayList<>();
        String user = parts[parts.length - 1];
        if (parts.length == 2) {
            if (parts[0].length() >= DOMAIN_MAX) {
                wrongs.add("'s Domain length must be under " + DOMAIN_MAX + " characters");
            }
            boolean netBios = parts[0].matches("[^\\\\/:\\*\\?\"<>|\\.][^\\\\/:\\*\\?\"<>|]{0,14}");
            boolean dns =
                    parts[0].matches("[a-zA-Z0-9][a-zA-Z0-9-]*(\\.[a-zA-Z0-9][a-zA-Z0-9-]*)*");
            if (!netBios && !dns) {
                wrongs.add("'s Domain doesn't match the NetBios nor the DNS format");
            }
        }
        if (user.isEmpty()) {
            wrongs.add("'s User cannot be empty");
        } else if (user.length() > USER_MAX) {
            wrongs.add("'s User length must not be longer than " + USER_MAX + " characters");
        }
        if (user.matches("[. ]+")) {
            wrongs.add("'s User cannot contain only periods or spaces");
        }
        if (!user.matches("[^\"/\\\\:;|=,+*?<>@\\[\\]]*")) {
            wrongs.add("'s User cannot contain the following characters: \"/\\:;|=,+*?<>@[]");
        }
        return wrongs;
    }
}
