package io.djong.apiserver.validation;

import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What every object's `metadata` must be like.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/object-meta/ ObjectMeta
public final class ObjectMetaRules {

    private static final FieldPath METADATA = FieldPath.of("metadata");
    private static final int ANNOTATION_BYTES_MAX = 256 * 1024;
    private static final Set<String> STANDARD_FINALIZERS =
            Set.of("kubernetes", "orphan", "foregroundDeletion");

    private ObjectMetaRules() {}

    public static void validateCreate(
            Fields metadata, boolean namespaced, Names.Rule rule, FieldErrors errors) {
        String prefix = metadata.string("generateName");
        if (!prefix.isEmpty()) {
            errors.invalid(METADATA.child("generateName"), prefix, rule.check(prefix, true));
        }
        String name = metadata.string("name");
        if (name.isEmpty()) {
            errors.required(METADATA.child("name"), "name or generateName is required");
        } else {
            errors.invalid(METADATA.child("name"), name, rule.check(name, false));
        }
        validateNamespace(metadata.string("namespace"), namespaced, errors);
        validateAlways(metadata, errors);
    }

    /// A finalizer without a domain has to be one of Kubernetes' own.
    public static void validateStandardFinalizers(Fields metadata, FieldErrors errors) {
        List<@Nullable Object> finalizers = metadata.list("finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            String name = Objects.toString(finalizers.get(i), "");
            if (!name.contains("/") && !STANDARD_FINALIZERS.contains(name)) {
                errors.invalid(
                        METADATA.child("finalizers").index(i),
                        name,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
    }

    private static void validateNamespace(
            String namespace, boolean namespaced, FieldErrors errors) {
        if (!namespaced) {
            if (!namespace.isEmpty()) {
                errors.forbidden(METADATA.child("namespace"), "not allowed on this type");
            }
        } else if (namespace.isEmpty()) {
            errors.required(METADATA.child("namespace"), "");
        } else {
            errors.invalid(METADATA.child("namespace"), namespace, Names.dnsLabel(namespace));
        }
    }

    /// What holds of metadata whatever happens to the object; an update checks it once more than it checks the rest.
    public static void validateAlways(Fields metadata, FieldErrors errors) {
        long generation = metadata.integer("generation");
        if (generation < 0) {
            errors.invalid(
                    METADATA.child("generation"), generation, "must be greater than or equal to 0");
        }
        validateFinalizers(metadata.list("finalizers"), METADATA.child("finalizers"), errors);
        validateMaps(metadata, errors);
    }

    private static void validateMaps(Fields metadata, FieldErrors errors) {
        validateLabels(metadata.fields("labels"), METADATA.child("labels"), errors);
        validateAnnotations(metadata.fields("annotations"), METADATA.child("annotations"), errors);
        validateOwners(metadata.list("ownerReferences"), METADATA.child("ownerReferences"), errors);
        validateManagedFields(
                metadata.list("managedFields"), METADATA.child("managedFields"), errors);
    }

    /// Upstream runs this twice, for the request and for the kind, and both count as causes.
    public static void validateUpdate(Fields metadata, Fields before, FieldErrors errors) {
        if (before.has("deletionTimestamp")) {
            validateNoNewFinalizers(metadata.list("finalizers"), before.list("finalizers"), errors);
        }
        if (metadata.string("resourceVersion").isEmpty()) {
            errors.invalid(
                    METADATA.child("resourceVersion"), "", "must be specified for an update");
        }
        if (metadata.integer("generation") < before.integer("generation")) {
            errors.invalid(
                    METADATA.child("generation"),
                    metadata.integer("generation"),
                    "must not be decremented");
        }
        for (String name :
                List.of(
                        "name",
                        "namespace",
                        "uid",
                        "creationTimestamp",
                        "deletionTimestamp",
                        "deletionGracePeriodSeconds")) {
            errors.immutable(METADATA.child(name), metadata.value(name), before.value(name));
        }
        validateMaps(metadata, errors);
    }

    private static void validateNoNewFinalizers(
            List<@Nullable Object> now, List<@Nullable Object> before, FieldErrors errors) {
        TreeSet<String> extra = new TreeSet<>();
        now.forEach(finalizer -> extra.add(String.valueOf(finalizer)));
        before.forEach(finalizer -> extra.remove(String.valueOf(finalizer)));
        if (!extra.isEmpty()) {
            String texts = String.join(", ", extra.stream().map(GoText::quote).toList());
            errors.forbidden(
                    METADATA.child("finalizers"),
                    "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                            + texts
                            + "}");
        }
    }

    public static void validateLabels(Fields labels, FieldPath path, FieldErrors errors) {
        labels.forEach((key, value) -> {
            errors.invalid(path, key, Names.qualified(key));
            String text = value instanceof String string ? string : "";
            errors.invalid(path, text, Names.labelValue(text));
        });
    }

    public static void validateAnnotations(Fields annotations, FieldPath path, FieldErrors errors) {
        long bytes = 0;
        for (int i = 0; i < annotations.size(); i++) {
            String key = annotations.nameAt(i);
            errors.invalid(path, key, Names.qualified(key.toLowerCase(Locale.ROOT)));
            bytes += key.getBytes(StandardCharsets.UTF_8).length;
            if (annotations.valueAt(i) instanceof String value) {
                bytes += value.getBytes(StandardCharsets.UTF_8).length;
            }
        }
        if (bytes > ANNOTATION_BYTES_MAX) {
            errors.tooLong(path, ANNOTATION_BYTES_MAX);
        }
    }

    private static void validateOwners(
            List<@Nullable Object> owners, FieldPath path, FieldErrors errors) {
        String controller = "";
        for (Object element : owners) {
            Fields owner = element instanceof Fields fields ? fields : Fields.EMPTY;
            // A second slash makes it no version at all.
            String version = GroupVersion.parse(owner.string("apiVersion")).version();
            if (version.isEmpty() || version.contains("/")) {
                errors.invalid(
                        path.child("apiVersion"),
                        owner.string("apiVersion"),
                        "version must not be empty");
            }
            for (String name : List.of("kind", "name", "uid")) {
                if (owner.string(name).isEmpty()) {
                    errors.invalid(path.child(name), "", "must not be empty");
                }
            }
            if (owner.string("apiVersion").equals("v1") && owner.string("kind").equals("Event")) {
                errors.invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner");
            }
            if (owner.bool("controller")) {
                String here = owner.string("kind") + "/" + owner.string("name");
                if (!controller.isEmpty()) {
                    errors.invalid(
                            path,
                            owners,
                            "Only one reference can have Controller set to true. Found \"true\" in references for "
                                    + controller
                                    + " and "
                                    + here);
                } else {
                    controller = here;
                }
            }
        }
    }

    private static void validateFinalizers(
            List<@Nullable Object> finalizers, FieldPath path, FieldErrors errors) {
        for (Object finalizer : finalizers) {
            String text = Objects.toString(finalizer, "");
            errors.invalid(path, text, Names.qualified(text));
        }
        if (finalizers.contains("orphan") && finalizers.contains("foregroundDeletion")) {
            errors.invalid(
                    path, finalizers, "finalizer orphan and foregroundDeletion cannot be both set");
        }
    }

    private static void validateManagedFields(
            List<@Nullable Object> entries, FieldPath path, FieldErrors errors) {
        for (int i = 0; i < entries.size(); i++) {
            if (!(entries.get(i) instanceof Fields entry)) {
                continue;
            }
            FieldPath at = path.index(i);
            String operation = entry.string("operation");
            if (!operation.equals("Apply") && !operation.equals("Update")) {
                errors.invalid(at.child("operation"), operation, "must be `Apply` or `Update`");
            }
            String type = entry.string("fieldsType");
            if (!type.isEmpty() && !type.equals("FieldsV1")) {
                errors.invalid(at.child("fieldsType"), type, "must be `FieldsV1`");
            }
            FieldManagers.validate(entry.string("manager"), at.child("manager"), errors);
        }
    }
}
