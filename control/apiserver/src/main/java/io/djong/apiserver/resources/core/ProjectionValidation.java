package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.Paths;
import io.djong.apiserver.validation.SignerNames;
import io.djong.meta.tree.Fields;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Volumes made of several sources.
///
/// @spec https://kubernetes.io/docs/concepts/storage/projected-volumes/ Projected Volumes
final class ProjectionValidation {

    private static final List<String> FIELDS =
            List.of(
                    "metadata.annotations",
                    "metadata.labels",
                    "metadata.name",
                    "metadata.namespace",
                    "metadata.uid");
    private static final List<String> KEY_TYPES =
            List.of("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519");
    private static final long TOKEN_SECONDS_MIN = 600;
    private static final long TOKEN_SECONDS_MAX = 1L << 32;
    private static final String CONFLICT = "conflicting duplicate paths";

    private final FieldPath path;
    private final FieldErrors errors;
    private final Set<String> taken = new HashSet<>();

    ProjectionValidation(FieldPath path, FieldErrors errors) {
        this.path = path;
        this.errors = errors;
    }

    static void items(Fields source, FieldPath path, FieldErrors errors) {
        List<Fields> items = Trees.objects(source, "items");
        for (int i = 0; i < items.size(); i++) {
            item(items.get(i), path.index(i), errors);
        }
    }

    private static void item(Fields item, FieldPath path, FieldErrors errors) {
        Checks.required(item, "key", path, errors);
        Checks.required(item, "path", path, errors);
        Paths.descendingNotReserved(item.string("path"), path.child("path"), errors);
        Checks.fileMode(item.integerOrNull("mode"), path.child("mode"), errors);
    }

    static void downward(Fields source, FieldPath path, FieldErrors errors) {
        Checks.fileMode(source.integerOrNull("defaultMode"), path.child("defaultMode"), errors);
        // Upstream names the fields of items without their index.
        Trees.objects(source, "items").forEach(item -> file(item, path, errors));
    }

    private static void file(Fields item, FieldPath path, FieldErrors errors) {
        Checks.required(item, "path", path, errors);
        Paths.descendingNotReserved(item.string("path"), path.child("path"), errors);
        Fields field = item.fieldsOrNull("fieldRef");
        Fields resource = item.fieldsOrNull("resourceFieldRef");
        if (field != null) {
            DownwardValidation.field(field, FIELDS, path.child("fieldRef"), errors);
            if (resource != null) {
                errors.invalid(
                        path,
                        "resource",
                        "fieldRef and resourceFieldRef can not be specified simultaneously");
            }
        } else if (resource != null) {
            DownwardValidation.resource(resource, true, path.child("resourceFieldRef"), errors);
        } else {
            errors.required(path, "one of fieldRef and resourceFieldRef is required");
        }
        Checks.fileMode(item.integerOrNull("mode"), path.child("mode"), errors);
    }

    void validate(Fields projected) {
        Checks.fileMode(projected.integerOrNull("defaultMode"), path.child("defaultMode"), errors);
        List<Fields> sources = Trees.objects(projected, "sources");
        for (int i = 0; i < sources.size(); i++) {
            source(sources.get(i), path.child("sources").index(i));
        }
    }

    private void source(Fields source, FieldPath at) {
        int found = 0;
        for (String kind : List.of("secret", "configMap")) {
            Fields keys = source.fieldsOrNull(kind);
            if (keys != null) {
                found++;
                keys(keys, at.child(kind));
            }
        }
        Fields downward = source.fieldsOrNull("downwardAPI");
        if (downward != null) {
            found++;
            for (Fields item : Trees.objects(downward, "items")) {
                file(item, at.child("downwardAPI"), errors);
                take(item.string("path"), item.string("path"));
            }
        }
        Fields token = source.fieldsOrNull("serviceAccountToken");
        if (token != null) {
            found++;
            token(token, at.child("serviceAccountToken"));
        }
        Fields bundle = source.fieldsOrNull("clusterTrustBundle");
        if (bundle != null) {
            found++;
            bundle(bundle, at.child("clusterTrustBundle"));
        }
        Fields certificate = source.fieldsOrNull("podCertificate");
        if (certificate != null) {
            found++;
            certificate(certificate, at.child("podCertificate"));
        }
        if (found > 1) {
            errors.forbidden(at, "may not specify more than 1 volume type per source");
        }
    }

    private void keys(Fields keys, FieldPath at) {
        Checks.required(keys, "name", at, errors);
        List<Fields> items = Trees.objects(keys, "items");
        for (int i = 0; i < items.size(); i++) {
            item(items.get(i), at.child("items").index(i), errors);
            take(items.get(i).string("path"), keys.string("name"));
        }
    }

    private void take(String target, String shown) {
        if (!target.isEmpty() && !taken.add(target)) {
            errors.invalid(path, shown, CONFLICT);
        }
    }

    private void token(Fields token, FieldPath at) {
        long seconds = token.integer("expirationSeconds");
        if (seconds < TOKEN_SECONDS_MIN) {
            errors.invalid(
                    at.child("expirationSeconds"),
                    seconds,
                    "may not specify a duration less than 10 minutes");
        }
        if (seconds > TOKEN_SECONDS_MAX) {
            errors.invalid(
                    at.child("expirationSeconds"),
                    seconds,
                    "may not specify a duration larger than 2^32 seconds");
        }
        if (token.string("path").isEmpty()) {
            errors.required(path.child("path"), "");
        } else {
            Paths.descendingNotReserved(token.string("path"), path.child("path"), errors);
        }
    }

    private void bundle(Fields bundle, FieldPath at) {
        String name = bundle.stringOrNull("name");
        String signer = bundle.stringOrNull("signerName");
        if (name == null && signer == null) {
            errors.required(at, "either name or signerName must be specified");
        } else if (name != null && signer != null) {
            errors.invalid(at, bundle, "only one of name and signerName may be used");
        } else if (name != null) {
            if (name.isEmpty()) {
                errors.required(at.child("name"), "must be a valid object name");
            }
            for (String wrong : Names.dnsSubdomain(name)) {
                errors.invalid(
                        at.child("name"), name, "not a valid clustertrustbundlename: " + wrong);
            }
            if (Trees.isSet(bundle, "labelSelector")) {
                errors.invalid(
                        at.child("labelSelector"),
                        bundle.value("labelSelector"),
                        "labelSelector must be unset if name is specified");
            }
        } else if (signer != null) {
            if (signer.isEmpty()) {
                errors.required(at.child("signerName"), "must be a valid signer name");
            }
            SignerNames.validate(signer, at.child("signerName"), errors);
            LabelSelectorRules.validate(
                    bundle.fieldsOrNull("labelSelector"), at.child("labelSelector"), errors);
        }
        Checks.required(bundle, "path", at, errors);
        Paths.descendingNotReserved(bundle.string("path"), at.child("path"), errors);
        take(bundle.string("path"), bundle.string("path"));
    }

    private void certificate(Fields certificate, FieldPath at) {
        SignerNames.validate(certificate.string("signerName"), at.child("signerName"), errors);
        Checks.supported(certificate.string("keyType"), KEY_TYPES, at.child("keyType"), errors);
        Long seconds = certificate.integerOrNull("maxExpirationSeconds");
        if (seconds != null && seconds < 3600) {
            errors.invalid(
                    at.child("maxExpirationSeconds"),
                    seconds,
                    "if provided, maxExpirationSeconds must be >= 3600");
        }
        long max =
                certificate.string("signerName").startsWith("kubernetes.io/") ? 86_400 : 7_862_400;
        if (seconds != null && seconds > max) {
            errors.invalid(
                    at.child("maxExpirationSeconds"),
                    seconds,
                    "if provided, maxExpirationSeconds must be <= " + max);
        }
        boolean found = false;
        for (String name : List.of("credentialBundlePath", "keyPath", "certificateChainPath")) {
            String target = certificate.string(name);
            if (!target.isEmpty()) {
                found = true;
                Paths.descendingNotReserved(target, at.child(name), errors);
                take(target, target);
            }
        }
        if (!found) {
            errors.required(
                    at,
                    "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
        }
    }
}
