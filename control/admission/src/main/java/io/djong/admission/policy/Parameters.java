package io.djong.admission.policy;

import io.djong.meta.GroupVersion;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Optional;

/// Reads the objects that bindings name as parameters, of any kind that is served.
public interface Parameters {

    /// Empty when no such kind is served.
    Optional<Source> kind(GroupVersion version, String kind);

    /// The objects of one kind.
    interface Source {
        boolean isNamespaced();

        /// @param namespace "" when the kind has none
        Optional<Fields> find(String namespace, String name);

        List<Fields> list(String namespace);
    }
}
