package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.DriverNames;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a CSINode must be like. Texts as in Kubernetes 1.36.
final class CsiNodeValidation {

    private static final FieldPath DRIVERS = FieldPath.of("spec", "drivers");
    private static final int NODE_ID_MAX = 256;

    private CsiNodeValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        List<Fields> drivers = Trees.objects(object.fields("spec"), "drivers");
        Set<String> names = new HashSet<>();
        for (int i = 0; i < drivers.size(); i++) {
            FieldPath path = DRIVERS.index(i);
            String name = drivers.get(i).string("name");
            DriverNames.validate(name, path.child("name"), errors);
            nodeId(drivers.get(i).string("nodeID"), path.child("nodeID"), errors);
            Fields allocatable = drivers.get(i).fieldsOrNull("allocatable");
            if (allocatable != null) {
                Checks.notNegative(
                        allocatable.integerOrNull("count"),
                        path.child("allocatable", "count"),
                        errors);
            }
            if (!names.add(name)) {
                errors.duplicate(path.child("name"), name);
            }
            keys(Trees.texts(drivers.get(i), "topologyKeys"), path, errors);
        }
    }

    private static void nodeId(String id, FieldPath path, FieldErrors errors) {
        if (id.isEmpty()) {
            errors.required(path, "");
        }
        if (id.length() > NODE_ID_MAX) {
            errors.invalid(path, id, "must be " + NODE_ID_MAX + " characters or less");
        }
    }

    private static void keys(List<String> keys, FieldPath path, FieldErrors errors) {
        Set<String> seen = new HashSet<>();
        for (String key : keys) {
            if (key.isEmpty()) {
                errors.required(path, "");
            }
            if (!seen.add(key)) {
                errors.duplicate(path, key);
            }
            Checks.labelName(key, path, errors);
        }
    }

    /// A driver that is registered may only get to know how many volumes it can take.
    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validate(object, errors);
        List<Fields> drivers = Trees.objects(object.fields("spec"), "drivers");
        for (int i = 0; i < drivers.size(); i++) {
            Fields driver = drivers.get(i);
            for (Fields old : Trees.objects(before.fields("spec"), "drivers")) {
                if (driver.string("name").equals(old.string("name"))
                        && !driver.without("allocatable").equals(old.without("allocatable"))) {
                    errors.invalid(DRIVERS.index(i), driver, FieldErrors.IMMUTABLE);
                }
            }
        }
    }
}
