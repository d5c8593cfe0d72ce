package io.djong.apiserver.structural;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.wire.DecodeException;
import io.djong.wire.Decoded;
import io.djong.wire.DocumentDecoder;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Objects of the API inside custom resources: `apiVersion`, `kind` and `metadata` keep to the rules of all objects.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#rawextension RawExtension
public final class EmbeddedObjects {

    private static final StructType METADATA =
            Schema.kubernetes().type("io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta");

    /// Stands for a name that need not be there.
    private static final String ANY_NAME = "fakename";

    private EmbeddedObjects() {}

    /// Reads metadata as metadata.
    ///
    /// @throws DecodeException when a field has the wrong type
    public static Decoded metadata(@Nullable Object raw) {
        if (raw != null && !(raw instanceof Fields)) {
            throw new DecodeException(
                    "json: cannot unmarshal "
                            + jsonType(raw)
                            + " into Go value of type v1.ObjectMeta");
        }
        Decoded decoded = DocumentDecoder.decode(METADATA, raw);
        Fields tree = decoded.tree();
        return tree.has("creationTimestamp") && tree.value("creationTimestamp") == null
                ? new Decoded(tree.without("creationTimestamp"), decoded.complaints())
                : decoded;
    }

    private static String jsonType(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Boolean _ -> "bool";
            case List<?> _ -> "array";
            default -> "number";
        };
    }

    /// The path in `unknown field "a.b"`.
    public static String unknownField(String complaint) {
        int open = complaint.indexOf('"');
        return open < 0 ? complaint : complaint.substring(open + 1, complaint.length() - 1);
    }

    /// Checks all embedded objects below the root, which is checked elsewhere.
    public static void validate(Fields object, SchemaNode schema, FieldErrors errors) {
        fields(object, schema, FieldPath.ROOT, errors);
    }

    /// Checks a value with all that is embedded in it; the value itself counts as embedded when its schema says so.
    public static void validate(
            @Nullable Object value,
            @Nullable SchemaNode schema,
            FieldPath path,
            FieldErrors errors) {
        switch (value) {
            case Fields object when schema != null -> {
                if (schema.embedded()) {
                    embedded(object, path, errors);
                }
                fields(object, schema, path, errors);
            }
            case List<?> list when schema != null -> {
                for (int i = 0; i < list.size(); i++) {
                    validate(list.get(i), schema.items(), path.index(i), errors);
                }
            }
            case null, default -> {}
        }
    }

    private static void fields(
            Fields object, SchemaNode schema, FieldPath path, FieldErrors errors) {
        for (int i = 0; i < object.size(); i++) {
            String name = object.nameAt(i);
            SchemaNode property = schema.properties().get(name);
            if (property != null) {
                validate(object.valueAt(i), property, path.child(name), errors);
            } else if (schema.hasAdditional()) {
                validate(object.valueAt(i), schema.additional(), path.key(name), errors);
            }
        }
    }

    private static void embedded(Fields object, FieldPath path, FieldErrors errors) {
        if (!object.has("apiVersion")) {
            errors.required(path.child("apiVersion"), "");
        } else {
            apiVersion(object.value("apiVersion"), path.child("apiVersion"), errors);
        }
        if (!object.has("kind")) {
            errors.required(path.child("kind"), "");
        } else {
            kind(object.value("kind"), path.child("kind"), errors);
        }
        if (object.has("metadata")) {
            metadata(object.value("metadata"), path.child("metadata"), errors);
        }
    }

    private static void apiVersion(@Nullable Object value, FieldPath path, FieldErrors errors) {
        if (!(value instanceof String version)) {
            errors.invalid(path, value, "must be a string");
        } else if (version.isEmpty()) {
            errors.invalid(path, version, "must not be empty");
        } else if (version.indexOf('/') != version.lastIndexOf('/')) {
            errors.invalid(path, version, "unexpected GroupVersion string: " + version);
        }
    }

    private static void kind(@Nullable Object value, FieldPath path, FieldErrors errors) {
        if (!(value instanceof String kind)) {
            errors.invalid(path, value, "must be a string");
        } else if (kind.isEmpty()) {
            errors.invalid(path, kind, "must not be empty");
        } else {
            List<String> wrong = Names.dns1035Label(kind.toLowerCase(Locale.ROOT));
            if (!wrong.isEmpty()) {
                errors.invalid(
                        path,
                        kind,
                        "may have mixed case, but should otherwise match: "
                                + String.join(",", wrong));
            }
        }
    }

    private static void metadata(@Nullable Object value, FieldPath path, FieldErrors errors) {
        Fields metadata;
        try {
            metadata = metadata(value).tree();
        } catch (DecodeException wrong) {
            errors.invalid(path, value, wrong.getMessage());
            return;
        }
        if (metadata.string("name").isEmpty()) {
            metadata = metadata.with("name", ANY_NAME);
        }
        FieldErrors found = new FieldErrors();
        ObjectMetaRules.validateCreate(
                metadata, !metadata.string("namespace").isEmpty(), Names.Rule.PATH_SEGMENT, found);
        errors.addAllBelow(path.parent(), found);
    }
}
