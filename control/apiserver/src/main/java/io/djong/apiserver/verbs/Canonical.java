package io.djong.apiserver.verbs;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.StoredObject;
import io.djong.meta.tree.Fields;
import io.djong.wire.DocumentDecoder;

/// The one form in which objects are stored: the storage version, fields in the schema's order.
final class Canonical {

    private Canonical() {}

    static StoredObject stored(Resource resource, Fields served) {
        Fields converted = resource.conversion().toStored(served);
        if (resource.custom() != null) {
            return StoredObject.of(converted);
        }
        Fields ordered =
                DocumentDecoder.decode(resource.conversion().storedType(resource.type()), converted)
                        .tree();
        return StoredObject.of(ordered);
    }

    /// In the schema's order, in the served version.
    static Fields served(Resource resource, Fields tree) {
        BodyDecoder.Expected expected = BodyDecoder.Expected.of(resource);
        return BodyDecoder.identified(expected.read(tree).tree(), expected);
    }
}
