package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.Paths;
import io.djong.meta.tree.Fields;
import java.util.List;

/// A container's environment variables and where they come from.
///
/// @spec https://kubernetes.io/docs/tasks/inject-data-application/ Inject Data Into Applications
final class EnvironmentValidation {

    private static final List<String> FIELDS =
            List.of(
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid",
                    "spec.nodeName",
                    "spec.serviceAccountName",
                    "status.hostIP",
                    "status.hostIPs",
                    "status.podIP",
                    "status.podIPs");

    private static final String RELAXED =
            "a valid environment variable name must consist only of printable ASCII characters other than '='";

    private final FieldErrors errors;

    EnvironmentValidation(FieldErrors errors) {
        this.errors = errors;
    }

    void variables(Fields container, FieldPath path) {
        List<Fields> variables = Trees.objects(container, "env");
        for (int i = 0; i < variables.size(); i++) {
            Fields variable = variables.get(i);
            String name = variable.string("name");
            if (name.isEmpty()) {
                errors.required(path.index(i).child("name"), "");
            } else {
                name(name, path.index(i).child("name"));
            }
            source(variable, path.index(i).child("valueFrom"));
        }
    }

    private void name(String name, FieldPath path) {
        if (!name.chars().allMatch(c -> c >= ' ' && c <= '~' && c != '=')) {
            errors.invalid(path, name, RELAXED);
        }
    }

    private void source(Fields variable, FieldPath path) {
        Fields from = variable.fieldsOrNull("valueFrom");
        if (from == null) {
            return;
        }
        int sources = 0;
        Fields field = from.fieldsOrNull("fieldRef");
        if (field != null) {
            sources++;
            DownwardValidation.field(field, FIELDS, path.child("fieldRef"), errors);
        }
        Fields resource = from.fieldsOrNull("resourceFieldRef");
        if (resource != null) {
            sources++;
            DownwardValidation.resource(resource, false, path.child("resourceFieldRef"), errors);
        }
        for (String kind : List.of("configMapKeyRef", "secretKeyRef")) {
            Fields key = from.fieldsOrNull(kind);
            if (key != null) {
                sources++;
                key(key, path.child(kind));
            }
        }
        Fields file = from.fieldsOrNull("fileKeyRef");
        if (file != null) {
            sources++;
            file(file, path.child("fileKeyRef"));
        }
        if (sources == 0) {
            errors.invalid(
                    path,
                    "",
                    "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`");
        } else if (!variable.string("value").isEmpty()) {
            errors.invalid(path, "", "may not be specified when `value` is not empty");
        } else if (sources > 1) {
            errors.invalid(path, "", "may not have more than one field specified at a time");
        }
    }

    private void key(Fields reference, FieldPath path) {
        Checks.subdomain(reference.string("name"), path.child("name"), errors);
        String key = reference.string("key");
        if (key.isEmpty()) {
            errors.required(path.child("key"), "");
        } else {
            errors.invalid(path.child("key"), key, Names.configKey(key));
        }
    }

    private void file(Fields reference, FieldPath path) {
        if (reference.string("key").isEmpty()) {
            errors.required(path.child("key"), "");
        } else {
            name(reference.string("key"), path.child("key"));
        }
        if (reference.string("volumeName").isEmpty()) {
            errors.required(path.child("volumeName"), "");
        } else {
            Checks.label(reference.string("volumeName"), path.child("volumeName"), errors);
        }
        if (reference.string("path").isEmpty()) {
            errors.required(path.child("path"), "");
        } else {
            Paths.noBacksteps(reference.string("path"), path.child("path"), errors);
        }
    }

    void sources(Fields container, FieldPath path) {
        List<Fields> all = Trees.objects(container, "envFrom");
        for (int i = 0; i < all.size(); i++) {
            String prefix = all.get(i).string("prefix");
            if (!prefix.isEmpty()) {
                name(prefix, path.index(i).child("prefix"));
            }
            int sources = 0;
            for (String kind : List.of("configMapRef", "secretRef")) {
                Fields reference = all.get(i).fieldsOrNull(kind);
                if (reference != null) {
                    sources++;
                    sourceName(reference.string("name"), path.index(i).child(kind, "name"));
                }
            }
            if (sources == 0) {
                errors.invalid(path, "", "must specify one of: `configMapRef` or `secretRef`");
            } else if (sources > 1) {
                errors.invalid(path, "", "may not have more than one field specified at a time");
            }
        }
    }

    private void sourceName(String name, FieldPath path) {
        if (name.isEmpty()) {
            errors.required(path, "");
        } else {
            errors.invalid(path, name, Names.Rule.SUBDOMAIN.check(name, true));
        }
    }
}
