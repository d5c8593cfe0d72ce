package io.djong.wire.managed;

import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Carries ownership of the number of replicas between an object and its `scale`.
///
/// A scale is read with [#toScale], changed as any object with `autoscaling/v1` as its version and `scale` as its
/// subresource, and what came of it is written back with [#toParent].
///
/// @param replicas where the number lies in each served version of the object: `spec`, `replicas`; an empty path where
///     a version has no scale
public record ScaleOwnership(Map<String, List<String>> replicas) {

    private static final String SCALE_VERSION = "autoscaling/v1";
    private static final FieldSet REPLICAS_OF_SCALE = FieldSet.of(List.of("spec", "replicas"));

    /// The scale with the managed fields of those who own the number of replicas in `parent`.
    ///
    /// @throws DecodeException if the parent's entries are malformed
    public Fields toScale(Fields parent, Fields scale) {
        Ownership of = new Ownership();
        Ownership.of(parent)
                .entries()
                .forEach((manager, entry) -> {
                    List<PathElement> path = path(entry.apiVersion());
                    if (path != null && !path.isEmpty() && entry.fields().has(path)) {
                        of.set(
                                manager,
                                new Ownership.Entry(
                                        SCALE_VERSION, REPLICAS_OF_SCALE, entry.time()));
                    }
                });
        return of.writeTo(scale);
    }

    /// The parent with managed fields that follow from those of its changed scale.
    ///
    /// @param apiVersion the version of the parent
    /// @throws DecodeException if entries of either are malformed
    public Fields toParent(Fields parent, Fields scale, String apiVersion) {
        Ownership owners = new Ownership();
        Map<Manager, Ownership.Entry> scaling = Ownership.of(scale).entries();
        Map<Manager, Ownership.Entry> before = Ownership.of(parent).entries();
        before.forEach((manager, entry) -> {
            List<PathElement> path = path(entry.apiVersion());
            if (path == null) {
                return;
            }
            boolean owned = !path.isEmpty() && entry.fields().has(path);
            boolean keeps = !owned || scaling.remove(manager) != null;
            owners.set(manager, keeps ? entry : entry.with(entry.fields().difference(set(path))));
        });
        List<PathElement> path = path(apiVersion);
        scaling.forEach((manager, entry) -> {
            if (path != null && !entry.fields().intersection(REPLICAS_OF_SCALE).isEmpty()) {
                Ownership.Entry known = before.get(manager);
                owners.set(
                        manager,
                        new Ownership.Entry(
                                apiVersion, set(path), known == null ? null : known.time()));
            }
        });
        return owners.writeTo(parent);
    }

    private static FieldSet set(List<PathElement> path) {
        FieldSet set = new FieldSet();
        set.add(path);
        return set;
    }

    private @Nullable List<PathElement> path(String apiVersion) {
        List<String> names = replicas.get(apiVersion);
        if (names == null) {
            return null;
        }
        List<PathElement> path = new ArrayList<>(names.size());
        names.forEach(name -> path.add(new PathElement.Name(name)));
        return path;
    }
}
