package io.djong.apiserver.customresources;

import io.djong.apiserver.structural.Ordered;
import io.djong.meta.tree.Fields;
import java.util.List;

/// The one order of fields in which custom resources are stored, so that equal documents have equal bytes: what it is,
/// its metadata, then all others by name.
final class Canonical {

    private static final List<String> FIRST = List.of("apiVersion", "kind", "metadata");

    private Canonical() {}

    static Fields document(Fields object) {
        Fields.Builder ordered = new Fields.Builder(object.size());
        for (String name : FIRST) {
            if (object.has(name)) {
                ordered.add(name, object.value(name));
            }
        }
        Ordered.sorted(object)
                .forEach((name, value) -> {
                    if (!FIRST.contains(name)) {
                        ordered.add(name, value);
                    }
                });
        return ordered.build();
    }
}
