package io.djong.client;

import io.djong.meta.tree.Fields;

/// How to delete. Empty strings and -1 leave an option out.
///
/// @param graceSeconds -1 for the object's own
/// @param propagation Background, Foreground, Orphan
public record DeleteOptions(
        long graceSeconds, String propagation, String uid, String resourceVersion) {

    public static final DeleteOptions PLAIN = new DeleteOptions(-1, "", "", "");
    public static final DeleteOptions NOW = new DeleteOptions(0, "", "", "");
    public static final DeleteOptions BACKGROUND = new DeleteOptions(-1, "Background", "", "");

    /// Only the object of that uid.
    public DeleteOptions only(String objectUid) {
        return new DeleteOptions(graceSeconds, propagation, objectUid, resourceVersion);
    }

    public Fields document() {
        Fields.Builder options =
                Fields.builder().add("kind", "DeleteOptions").add("apiVersion", "v1");
        if (graceSeconds >= 0) {
            options.add("gracePeriodSeconds", graceSeconds);
        }
        Fields preconditions = Fields.EMPTY;
        if (!uid.isEmpty()) {
            preconditions = preconditions.with("uid", uid);
        }
        if (!resourceVersion.isEmpty()) {
            preconditions = preconditions.with("resourceVersion", resourceVersion);
        }
        if (!preconditions.isEmpty()) {
            options.add("preconditions", preconditions);
        }
        if (!propagation.isEmpty()) {
            options.add("propagationPolicy", propagation);
        }
        return options.build();
    }
}
