package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a definition must say, worded as in Kubernetes 1.36. Confined to one call.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/ CustomResourceDefinition
final class DefinitionValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath STORED = FieldPath.of("status", "storedVersions");

    private final Fields object;
    private final @Nullable Fields before;
    private final FieldErrors errors;
    private final InternalSpec internal;
    private final SchemaOptions options;

    /// @param before null when the definition is new
    DefinitionValidation(Fields object, @Nullable Fields before, FieldErrors errors) {
        this.object = object;
        this.before = before;
        this.errors = errors;
        this.internal = InternalSpec.of(object.fields("spec"));
        this.options = SchemaOptions.of(object, before);
    }

    void validate() {
        Fields spec = internal.spec();
        group(spec.string("group"));
        scope(spec.string("scope"));
        schemasAreThere();
        versions();
        names(spec.fields("names"));
        new SchemaValidation(options.unchanged("", internal.validation()), errors)
                .validate(internal.validation(), internal.hasAnyStatus(), SPEC.child("validation"));
        VersionParts.subresources(internal.subresources(), SPEC.child("subresources"), errors);
        VersionParts.columns(internal.columns(), SPEC.child("additionalPrinterColumns"), errors);
        VersionParts.selectable(
                internal.selectableFields(),
                internal.validation(),
                SPEC.child("selectableFields"),
                options.allowsManyFields(internal.selectableFields()),
                errors);
        new ConversionValidation(internal.conversion(), options, errors)
                .validate(SPEC.child("conversion"));
        if (before != null) {
            immutable(spec, before.fields("spec"));
        }
        NamesValidation.validate(
                object.fields("status").fields("acceptedNames"),
                FieldPath.of("status", "acceptedNames"),
                errors);
        storedVersions();
    }

    private void group(String group) {
        FieldPath path = SPEC.child("group");
        if (group.isEmpty()) {
            errors.required(path, "");
            return;
        }
        List<String> wrong = Names.dnsSubdomain(group);
        if (!wrong.isEmpty()) {
            NamesValidation.joined(group, "", wrong, path, errors);
        } else if (!group.contains(".")) {
            errors.invalid(path, group, "should be a domain with at least one dot");
        }
    }

    private void scope(String scope) {
        FieldPath path = SPEC.child("scope");
        if (scope.isEmpty()) {
            errors.required(path, "");
        } else if (!scope.equals("Cluster") && !scope.equals("Namespaced")) {
            errors.notSupported(path, scope, "Cluster", "Namespaced");
        }
    }

    private void schemasAreThere() {
        if (InternalSpec.schema(internal.validation()) != null || !options.requiresSchema()) {
            return;
        }
        List<Fields> versions = internal.versions();
        for (int i = 0; i < versions.size(); i++) {
            if (InternalSpec.schema(versions.get(i).fieldsOrNull("schema")) == null) {
                errors.required(
                        SPEC.child("versions").index(i).child("schema", "openAPIV3Schema"), "");
            }
        }
    }

    private void versions() {
        List<Fields> versions = internal.versions();
        Set<String> seen = new HashSet<>();
        boolean unique = true;
        int storage = 0;
        for (int i = 0; i < versions.size(); i++) {
            Fields version = versions.get(i);
            FieldPath path = SPEC.child("versions").index(i);
            storage += version.bool("storage") ? 1 : 0;
            unique &= seen.add(version.string("name"));
            NamesValidation.joined(
                    version.string("name"),
                    "",
                    Names.dns1035Label(version.string("name")),
                    path.child("name"),
                    errors);
            version(version, path);
        }
        Object shown = object.fields("spec").value("versions");
        if (!unique) {
            errors.invalid(SPEC.child("versions"), shown, "must contain unique version names");
        }
        if (storage != 1) {
            errors.invalid(
                    SPEC.child("versions"),
                    shown,
                    "must have exactly one version marked as storage version");
        }
        if (!versions.isEmpty()) {
            NamesValidation.label(
                    versions.getFirst().string("name"), SPEC.child("version"), errors);
        }
    }

    private void version(Fields version, FieldPath path) {
        VersionParts.deprecation(version, path.child("deprecationWarning"), errors);
        Fields schema = version.fieldsOrNull("schema");
        new SchemaValidation(options.unchanged(version.string("name"), schema), errors)
                .validate(schema, internal.hasStatus(version), path.child("schema"));
        VersionParts.subresources(
                version.fieldsOrNull("subresources"), path.child("subresources"), errors);
        VersionParts.columns(
                Trees.objects(version, "additionalPrinterColumns"),
                path.child("additionalPrinterColumns"),
                errors);
        List<Fields> selectable = Trees.objects(version, "selectableFields");
        VersionParts.selectable(
                selectable,
                schema != null ? schema : internal.validation(),
                path.child("selectableFields"),
                options.allowsManyFields(selectable),
                errors);
    }

    private void names(Fields names) {
        FieldPath path = SPEC.child("names");
        for (String field : List.of("plural", "singular", "kind", "listKind")) {
            if (names.string(field).isEmpty()) {
                errors.required(path.child(field), "");
            }
        }
        NamesValidation.validate(names, path, errors);
    }

    private void immutable(Fields spec, Fields was) {
        if (options.isEstablished()) {
            errors.immutable(SPEC.child("scope"), spec.string("scope"), was.string("scope"));
            errors.immutable(
                    SPEC.child("names", "kind"),
                    spec.fields("names").string("kind"),
                    was.fields("names").string("kind"));
        }
        errors.immutable(SPEC.child("group"), spec.string("group"), was.string("group"));
        errors.immutable(
                SPEC.child("names", "plural"),
                spec.fields("names").string("plural"),
                was.fields("names").string("plural"));
    }

    private void storedVersions() {
        List<String> stored = Trees.texts(object.fields("status"), "storedVersions");
        if (stored.isEmpty()) {
            errors.invalid(
                    STORED,
                    object.fields("status").value("storedVersions"),
                    "must have at least one stored version");
            return;
        }
        Set<String> known = new HashSet<>();
        for (Fields version : internal.versions()) {
            String name = version.string("name");
            known.add(name);
            if (version.bool("storage") && !stored.contains(name)) {
                errors.invalid(STORED, stored, "must have the storage version " + name);
            }
        }
        for (int i = 0; i < stored.size(); i++) {
            String name = stored.get(i);
            if (!known.contains(name)) {
                errors.invalid(
                        STORED.index(i),
                        name,
                        ("missing from spec.versions; %s was previously a storage version, and must remain in spec.versions"
                                        + " until a storage migration ensures no data remains persisted in %s and removes %s from"
                                        + " status.storedVersions")
                                .formatted(name, name, name));
            }
        }
    }
}
