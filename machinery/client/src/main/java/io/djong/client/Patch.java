package io.djong.client;

import io.djong.meta.tree.Fields;
import java.util.List;

/// A change to send with PATCH.
public sealed interface Patch {

    /// RFC 7386.
    record Merge(Fields document) implements Patch {}

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
