package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.core.DeprecatedNodeLabels;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;

/// @spec https://kubernetes.io/docs/concepts/storage/storage-capacity/ Storage Capacity
final class CsiStorageCapacityResource implements KindRules {

    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        Checks.subdomain(
                object.string("storageClassName"), FieldPath.of("storageClassName"), errors);
        LabelSelectorRules.validate(
                object.fieldsOrNull("nodeTopology"), FieldPath.of("nodeTopology"), errors);
        for (String name : List.of("capacity", "maximumVolumeSize")) {
            Object amount = object.value(name);
            if (amount != null) {
                Checks.quantity(amount, FieldPath.of(name), errors);
            }
        }
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        List<String> warnings = new ArrayList<>();
        Fields topology = object.fields("nodeTopology");
        FieldPath path = FieldPath.of("nodeTopology");
        for (String key : topology.fields("matchLabels").keySet()) {
            warn(key, path.child("matchLabels").key(key), warnings);
        }
        List<Fields> expressions = Trees.objects(topology, "matchExpressions");
        for (int i = 0; i < expressions.size(); i++) {
            warn(
                    expressions.get(i).string("key"),
                    path.child("matchExpressions").index(i).child("key"),
                    warnings);
        }
        return warnings;
    }

    private static void warn(String label, FieldPath path, List<String> warnings) {
        String text = DeprecatedNodeLabels.warning(label);
        if (text != null) {
            warnings.add(path + ": " + text);
        }
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validateCreate(object, errors);
        for (String name : List.of("nodeTopology", "storageClassName")) {
            errors.immutable(FieldPath.of(name), object.value(name), before.value(name));
        }
    }
}
