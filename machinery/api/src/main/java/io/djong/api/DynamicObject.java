package io.djong.api;

import io.djong.api.meta.v1.ObjectMeta;
import io.djong.meta.Kind;
import io.djong.meta.tree.Fields;
import java.util.concurrent.atomic.AtomicReference;

/// An object of a kind that has no record: a custom resource, or any kind seen generically.
public record DynamicObject(Fields fields, Kind<DynamicObject> ofKind)
        implements ApiObject<DynamicObject> {

    /// The kind of that name, whose documents are seen as dynamic objects.
    public static Kind<DynamicObject> kind(Kind<?> kind) {
        // The view needs the kind that holds it.
        AtomicReference<Kind<DynamicObject>> self = new AtomicReference<>();
        Kind<DynamicObject> dynamic =
                new Kind<>(
                        kind.groupVersion(),
                        kind.name(),
                        kind.resource(),
                        kind.namespaced(),
                        fields -> new DynamicObject(fields, self.get()));
        self.set(dynamic);
        return dynamic;
    }

    @Override
    public DynamicObject withFields(Fields changed) {
        return new DynamicObject(changed, ofKind);
    }

    @Override
    public ObjectMeta metadata() {
        return new ObjectMeta(fields.fields("metadata"));
    }
}
