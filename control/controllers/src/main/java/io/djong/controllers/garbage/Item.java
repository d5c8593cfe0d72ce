package io.djong.controllers.garbage;

import io.djong.api.DynamicObject;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;

/// Names an object among all kinds.
record Item(Kind<DynamicObject> kind, ObjectKey key) {

    @Override
    public String toString() {
        return kind.groupResource() + " " + key;
    }
}
