package io.djong.apiserver.resources;

import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What rules may look up in the cluster. Trees are of the version that is stored.
public interface ObjectReader {

    /// @param namespace "" for kinds outside namespaces
    @Nullable Fields get(String group, String resource, String namespace, String name);

    /// @param namespace "" for all namespaces
    List<Fields> list(String group, String resource, String namespace);
}
