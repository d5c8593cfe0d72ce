package io.djong.apiserver.verbs;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.CustomType;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import io.djong.wire.DocumentDecoder;
import io.djong.wire.managed.FieldSet;
import io.djong.wire.managed.ManagedFields;
import io.djong.wire.managed.ManagedFields.Writer;
import io.djong.wire.managed.MergeType;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who owns which field of an object: `metadata.managedFields`, as one endpoint of one kind keeps it.
///
/// @param subresource of the request, "" for the object itself
/// @spec https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management Field management
record Ownership(Resource resource, String subresource) implements ManagedFields.Versions {

    static Writer writer(Call call, WriteOptions options, Resource resource) {
        String manager = options.fieldManager();
        return new Writer(
                manager.isEmpty() ? call.defaultFieldManager() : manager,
                resource.apiVersion(),
                call.info().subresource());
    }

    /// The server itself, when it writes as a client would.
    static Writer server(Resource resource, String subresource) {
        return new Writer("kube-apiserver", resource.apiVersion(), subresource);
    }

    Fields ofNew(Fields object, Writer writer, Instant now) {
        return ManagedFields.update(this, null, object, writer, now);
    }

    Fields ofChanged(Fields before, Fields object, Writer writer, Instant now) {
        if (!isMergeable(before) || !isMergeable(object)) {
            // As upstream: what cannot be merged belongs to nobody.
            return object.with("metadata", object.fields("metadata").without("managedFields"));
        }
        return ManagedFields.update(this, before, object, writer, now);
    }

    /// In the version of the request, and in those of everybody who owns fields.
    private boolean isMergeable(Fields object) {
        CustomType custom = resource.custom();
        if (custom == null) {
            return true;
        }
        Set<String> versions = new HashSet<>(Set.of(resource.apiVersion()));
        for (Fields entry : Trees.objects(object.fields("metadata"), "managedFields")) {
            versions.add(entry.string("apiVersion"));
        }
        return versions.stream()
                .filter(version -> custom.version(version) != null)
                .allMatch(version -> custom.isMergeable(object, version));
    }

    @Override
    public @Nullable MergeType type(String apiVersion) {
        Resource other = version(apiVersion);
        if (other == null) {
            return null;
        }
        CustomType custom = other.custom();
        return custom == null ? MergeType.of(other.type()) : custom.mergeType();
    }

    /// The same kind in another version.
    private @Nullable Resource version(String apiVersion) {
        if (apiVersion.equals(resource.apiVersion())) {
            return resource;
        }
        if (resource.custom() != null) {
            return resource.custom().version(apiVersion);
        }
        for (Resource other : Resources.KNOWN) {
            if (other.apiVersion().equals(apiVersion)
                    && other.kind().equals(resource.kind())
                    && other.storage().equals(resource.storage())) {
                return other;
            }
        }
        return null;
    }

    @Override
    public Fields convert(Fields object, String apiVersion) {
        Resource from = version(object.string("apiVersion"));
        Resource to = version(apiVersion);
        if (from == null || to == null || from.equals(to)) {
            return object;
        }
        return from.custom() == null
                ? to.conversion().toServed(from.conversion().toStored(object))
                : from.custom().convert(object, to);
    }

    @Override
    public Fields empty(String apiVersion) {
        Resource of = version(apiVersion);
        Resource known = of == null ? resource : of;
        BodyDecoder.Expected expected = BodyDecoder.Expected.of(known);
        Fields nothing =
                known.custom() == null
                        ? DocumentDecoder.decode(known.type(), Fields.EMPTY).tree()
                        : Fields.EMPTY;
        return BodyDecoder.identified(nothing, expected);
    }

    @Override
    public FieldSet owned(FieldSet set, String apiVersion) {
        FieldSet reset = ResetFields.of(resource, subresource);
        return reset.isEmpty() ? set : set.without(reset);
    }
}
