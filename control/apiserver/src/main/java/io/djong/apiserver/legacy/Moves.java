package io.djong.apiserver.legacy;

import io.djong.meta.tree.Fields;

/// The moves that forms are made of.
final class Moves {

    private Moves() {}

    /// A field under another name; what stood there goes.
    static Fields renamed(Fields object, String from, String to) {
        if (!object.has(from)) {
            return object;
        }
        Object value = object.value(from);
        return object.without(from).with(to, value);
    }

    /// Sets an annotation.
    static Fields annotated(Fields object, String name, String value) {
        return object.withAt(value, "metadata", "annotations", name);
    }

    /// Drops an annotation, and the map when nothing else is in it.
    static Fields unannotated(Fields object, String name) {
        Fields metadata = object.fields("metadata");
        Fields annotations = metadata.fields("annotations");
        if (!annotations.has(name)) {
            return object;
        }
        Fields others = annotations.without(name);
        return object.with(
                "metadata",
                others.isEmpty()
                        ? metadata.without("annotations")
                        : metadata.with("annotations", others));
    }

    static String annotation(Fields object, String name) {
        return object.fields("metadata").fields("annotations").string(name);
    }
}
