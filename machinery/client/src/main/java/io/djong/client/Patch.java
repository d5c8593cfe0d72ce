package io.djong.client;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;

/// A change to send with PATCH.
public sealed interface Patch {

    /// RFC 7386.
    record Merge(Fields document) implements Patch {

        /// What makes `after` of `before`: fields that are gone are null in it, lists are replaced whole.
        public static Fields between(Fields before, Fields after) {
            Fields.Builder patch = Fields.builder();
            for (int i = 0; i < before.size(); i++) {
                if (!after.has(before.nameAt(i))) {
                    patch.add(before.nameAt(i), null);
                }
            }
            for (int i = 0; i < after.size(); i++) {
                Object now = after.valueAt(i);
                Object was = before.value(after.nameAt(i));
                if (was instanceof Fields wasFields && now instanceof Fields nowFields) {
                    if (!was.equals(now)) {
                        patch.add(after.nameAt(i), between(wasFields, nowFields));
                    }
                } else if (!Objects.equals(was, now)) {
                    patch.add(after.nameAt(i), now);
                }
            }
            return patch.build();
        }
    }

    /// Kubernetes' own: lists are merged by their keys.
    record Strategic(Fields document) implements Patch {}

    /// RFC 6902.
    record Json(List<Fields> operations) implements Patch {}

    /// Server-side apply.
    record Apply(Fields document, String fieldManager, boolean force) implements Patch {}

    default String contentType() {
        return switch (this) {
            case Merge _ -> "application/merge-patch+json";
            case Strategic _ -> "application/strategic-merge-patch+json";
            case Json _ -> "application/json-patch+json";
            case Apply _ -> "application/apply-patch+yaml";
        };
    }

    default Object body() {
        return switch (this) {
            case Merge(Fields document) -> (Object) document;
            case Strategic(Fields document) -> document;
            case Json(List<Fields> operations) -> operations;
            case Apply(Fields document, _, _) -> document;
        };
    }
}
