package io.djong.admission.matching;

import io.djong.meta.GroupVersion;
import java.util.List;

/// Under which other groups and versions the objects of a resource are served as well.
@FunctionalInterface
public interface Equivalents {

    Equivalents NONE = (_, _, _) -> List.of();

    /// Without the resource that is asked about; never null.
    ///
    /// @param subresource "" for the object itself
    List<Target> of(GroupVersion version, String resource, String subresource);

    /// Those of both.
    default Equivalents and(Equivalents others) {
        return (version, resource, subresource) -> {
            List<Target> mine = of(version, resource, subresource);
            return mine.isEmpty() ? others.of(version, resource, subresource) : mine;
        };
    }
}
