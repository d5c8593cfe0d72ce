package io.djong.apiserver.resources.storage;

import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.core.DeprecatedNodeLabels;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/storage/storage-classes/ Storage Classes
final class StorageClassResource implements KindRules {

    private static final List<String> DEFAULT_ANNOTATIONS =
            List.of(
                    "storageclass.kubernetes.io/is-default-class",
                    "storageclass.beta.kubernetes.io/is-default-class");

    @Override
    public Fields defaults(Fields object) {
        Fields storage = orElse(object, "reclaimPolicy", "Delete");
        return orElse(storage, "volumeBindingMode", "Immediate");
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        StorageClassValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        StorageClassValidation.validateUpdate(object, before, errors);
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        List<String> warnings = new ArrayList<>();
        List<Fields> terms = Trees.objects(object, "allowedTopologies");
        for (int i = 0; i < terms.size(); i++) {
            List<Fields> expressions = Trees.objects(terms.get(i), "matchLabelExpressions");
            for (int j = 0; j < expressions.size(); j++) {
                String text = DeprecatedNodeLabels.warning(expressions.get(j).string("key"));
                if (text != null) {
                    warnings.add(
                            FieldPath.of("allowedTopologies")
                                            .index(i)
                                            .child("matchLabelExpressions")
                                            .index(j)
                                            .child("key")
                                    + ": "
                                    + text);
                }
            }
        }
        return warnings;
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Provisioner"),
                Column.string("ReclaimPolicy"),
                Column.string("VolumeBindingMode"),
                Column.string("AllowVolumeExpansion"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields annotations = object.fields("metadata").fields("annotations");
        boolean isDefault =
                DEFAULT_ANNOTATIONS.stream()
                        .anyMatch(name -> annotations.string(name).equals("true"));
        return List.of(
                Trees.name(object) + (isDefault ? " (default)" : ""),
                object.string("provisioner"),
                object.string("reclaimPolicy"),
                object.string("volumeBindingMode"),
                object.bool("allowVolumeExpansion"),
                Ages.age(object, now));
    }
}
