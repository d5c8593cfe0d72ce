package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Paths;
import io.djong.meta.tree.Fields;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where a container sees the pod's volumes.
///
/// @spec https://kubernetes.io/docs/concepts/storage/volumes/ Volumes
final class MountValidation {

    private static final List<String> PROPAGATIONS =
            List.of("Bidirectional", "HostToContainer", "None");
    private static final List<String> RECURSIVE = List.of("Disabled", "Enabled", "IfPossible");

    private final Map<String, Fields> volumes;
    private final FieldErrors errors;

    MountValidation(Map<String, Fields> volumes, FieldErrors errors) {
        this.volumes = volumes;
        this.errors = errors;
    }

    void mounts(Fields container, FieldPath path) {
        Map<String, String> devices = places(container, "volumeDevices", "devicePath");
        Set<String> paths = new HashSet<>();
        List<Fields> mounts = Trees.objects(container, "volumeMounts");
        for (int i = 0; i < mounts.size(); i++) {
            Fields mount = mounts.get(i);
            FieldPath at = path.index(i);
            String name = mount.string("name");
            String target = mount.string("mountPath");
            Checks.required(mount, "name", at, errors);
            if (!volumes.containsKey(name)) {
                errors.notFound(at.child("name"), name);
            }
            Checks.required(mount, "mountPath", at, errors);
            if (!paths.add(target)) {
                errors.invalid(at.child("mountPath"), target, "must be unique");
            }
            if (devices.containsKey(name)) {
                errors.invalid(at.child("name"), name, "must not already exist in volumeDevices");
            }
            if (devices.containsValue(target)) {
                errors.invalid(
                        at.child("mountPath"),
                        target,
                        "must not already exist as a path in volumeDevices");
            }
            subPaths(mount, at, path);
            // Upstream names these two fields without the mount's index.
            propagation(mount, container, path.child("mountPropagation"));
            recursive(mount, path.child("recursiveReadOnly"));
        }
    }

    private void subPaths(Fields mount, FieldPath at, FieldPath list) {
        String sub = mount.string("subPath");
        if (!sub.isEmpty()) {
            Paths.descending(sub, list.child("subPath"), errors);
        }
        String expression = mount.string("subPathExpr");
        if (!expression.isEmpty()) {
            if (!sub.isEmpty()) {
                errors.invalid(
                        at.child("subPathExpr"),
                        expression,
                        "subPathExpr and subPath are mutually exclusive");
            }
            Paths.descending(expression, list.child("subPathExpr"), errors);
        }
    }

    private void propagation(Fields mount, Fields container, FieldPath path) {
        String propagation = mount.stringOrNull("mountPropagation");
        if (propagation == null) {
            return;
        }
        Checks.supported(propagation, PROPAGATIONS, path, errors);
        if (propagation.equals("Bidirectional")
                && !container.fields("securityContext").bool("privileged")) {
            errors.forbidden(
                    path,
                    "Bidirectional mount propagation is available only to privileged containers");
        }
    }

    private void recursive(Fields mount, FieldPath path) {
        String recursive = mount.stringOrNull("recursiveReadOnly");
        if (recursive == null || recursive.equals("Disabled")) {
            return;
        }
        if (!RECURSIVE.contains(recursive)) {
            errors.notSupported(path, recursive, RECURSIVE);
            return;
        }
        if (!mount.bool("readOnly")) {
            errors.forbidden(path, "may only be specified when readOnly is true");
        }
        String propagation = mount.stringOrNull("mountPropagation");
        if (propagation != null && !propagation.equals("None")) {
            errors.forbidden(
                    path, "may only be specified when mountPropagation is None or not specified");
        }
    }

    void devices(Fields container, FieldPath path) {
        Map<String, String> mounts = places(container, "volumeMounts", "mountPath");
        Set<String> names = new HashSet<>();
        Set<String> paths = new HashSet<>();
        List<Fields> devices = Trees.objects(container, "volumeDevices");
        for (int i = 0; i < devices.size(); i++) {
            FieldPath at = path.index(i);
            String name = devices.get(i).string("name");
            String target = devices.get(i).string("devicePath");
            Checks.required(devices.get(i), "name", at, errors);
            if (names.contains(name)) {
                errors.invalid(at.child("name"), name, "must be unique");
            }
            Fields volume = volumes.get(name);
            if (volume == null) {
                errors.notFound(at.child("name"), name);
            } else if (!Trees.isSet(volume, "persistentVolumeClaim")
                    && !Trees.isSet(volume, "ephemeral")) {
                errors.invalid(
                        at.child("name"),
                        name,
                        "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode");
            }
            Checks.required(devices.get(i), "devicePath", at, errors);
            if (paths.contains(target)) {
                errors.invalid(at.child("devicePath"), target, "must be unique");
            }
            if (Paths.hasBacksteps(target)) {
                errors.invalid(at.child("devicePath"), target, "can not contain backsteps ('..')");
            } else {
                paths.add(target);
            }
            if (mounts.containsKey(name)) {
                errors.invalid(at.child("name"), name, "must not already exist in volumeMounts");
            }
            if (mounts.containsValue(target)) {
                errors.invalid(
                        at.child("devicePath"),
                        target,
                        "must not already exist as a path in volumeMounts");
            }
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
    }

    private static Map<String, String> places(Fields container, String list, String path) {
        Map<String, String> places = new HashMap<>();
        Trees.objects(container, list)
                .forEach(place -> places.put(place.string("name"), place.string(path)));
        return places;
    }
}
