package io.djong.apiserver.catalog;

import io.djong.apiserver.resources.Resource.Conversion;
import io.djong.apiserver.resources.events.EventNames;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;

/// Events of `events.k8s.io/v1` are stored as those of the core group; only names differ.
final class EventConversion implements Conversion {

    @Override
    public StructType storedType(StructType served) {
        return Schema.kubernetes().type("io.k8s.api.core.v1.Event");
    }

    @Override
    public Fields toStored(Fields served) {
        return EventNames.toStored(served);
    }

    @Override
    public Fields toServed(Fields stored) {
        return EventNames.toServed(stored);
    }
}
