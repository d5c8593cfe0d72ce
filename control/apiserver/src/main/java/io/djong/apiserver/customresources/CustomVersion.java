package io.djong.apiserver.customresources;

import io.djong.apiserver.resources.CustomType;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.structural.EmbeddedObjects;
import io.djong.apiserver.structural.MergeForm;
import io.djong.apiserver.structural.SchemaNode;
import io.djong.apiserver.structural.Shaping;
import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import io.djong.wire.Decoded;
import io.djong.wire.managed.MergeType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of a definition: its schema, compiled once, and how documents get in and out of it.
final class CustomVersion implements CustomType, Resource.Conversion {

    private final CustomDefinition definition;
    private final Fields source;
    private final SchemaNode schema;
    private final MergeType mergeType;

    /// @param source an element of `spec.versions`
    CustomVersion(CustomDefinition definition, Fields source) {
        this.definition = definition;
        this.source = source;
        this.schema = SchemaNode.of(source.fields("schema").fields("openAPIV3Schema"));
        this.mergeType = MergeForm.root(schema);
    }

    String name() {
        return source.string("name");
    }

    Fields source() {
        return source;
    }

    SchemaNode schema() {
        return schema;
    }

    CustomDefinition definition() {
        return definition;
    }

    String apiVersion() {
        return definition.group() + "/" + name();
    }

    @Override
    public Decoded decode(Fields raw) {
        return shaped(raw, true);
    }

    /// In the form of this version, complaints about metadata first.
    private Decoded shaped(Fields raw, boolean defaults) {
        Decoded metadata = EmbeddedObjects.metadata(raw.value("metadata"));
        Decoded shaped = Shaping.root(raw, schema, defaults);
        List<String> complaints = new ArrayList<>(0);
        for (String complaint : metadata.complaints()) {
            complaints.add(
                    "unknown field \"metadata." + EmbeddedObjects.unknownField(complaint) + "\"");
        }
        shaped.complaints().forEach(path -> complaints.add("unknown field \"" + path + "\""));
        Fields tree = shaped.tree();
        boolean same = metadata.tree().equals(tree.value("metadata"));
        return new Decoded(same ? tree : tree.with("metadata", metadata.tree()), complaints);
    }

    @Override
    public MergeType mergeType() {
        return mergeType;
    }

    /// Versions that a webhook converts to are believed to fit.
    @Override
    public boolean isMergeable(Fields object, String apiVersion) {
        boolean asked =
                !apiVersion.equals(apiVersion())
                        && definition.converter() instanceof WebhookConverter;
        SchemaNode other = definition.version(GroupVersion.parse(apiVersion).version()).schema();
        return asked || MergeForm.fits(object, other);
    }

    @Override
    public String listKind() {
        return definition.acceptedNames().string("listKind");
    }

    @Override
    public @Nullable Resource version(String apiVersion) {
        for (Resource resource : definition.resources()) {
            if (resource.apiVersion().equals(apiVersion)) {
                return resource;
            }
        }
        return null;
    }

    @Override
    public List<String> warnings() {
        return definition.deprecationWarnings(source);
    }

    @Override
    public boolean isTerminating() {
        return definition.isTerminating();
    }

    @Override
    public Fields convert(Fields object, Resource to) {
        return definition.version(to.version()).from(List.of(object)).getFirst();
    }

    /// Documents of any version, in this one.
    private List<Fields> from(List<Fields> objects) {
        String wanted = apiVersion();
        List<Fields> foreign = new ArrayList<>();
        for (Fields object : objects) {
            if (!object.string("apiVersion").equals(wanted)) {
                foreign.add(object);
            }
        }
        if (foreign.isEmpty()) {
            return objects;
        }
        List<Fields> converted = definition.converter().convert(foreign, wanted);
        List<Fields> all = new ArrayList<>(objects.size());
        int next = 0;
        for (Fields object : objects) {
            all.add(
                    object.string("apiVersion").equals(wanted)
                            ? object
                            : shaped(converted.get(next++), false).tree());
        }
        return all;
    }

    @Override
    public Fields toStored(Fields served) {
        CustomVersion storage = definition.storageVersion();
        return Canonical.document(storage.from(List.of(served)).getFirst());
    }

    @Override
    public Fields toServed(Fields stored) {
        return toServed(List.of(stored)).getFirst();
    }

    /// What is read is pruned and defaulted by the version that it was stored in.
    @Override
    public List<Fields> toServed(List<Fields> stored) {
        return from(
                stored.stream()
                        .map(object -> definition.versionOf(object).shaped(object, true).tree())
                        .toList());
    }
}
