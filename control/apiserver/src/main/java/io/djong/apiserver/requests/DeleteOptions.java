package io.djong.apiserver.requests;

import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The options of a deletion, from the body if there is one, otherwise from the query.
///
/// @param propagation "" when not said
/// @param uid "" for any; likewise `resourceVersion`
/// @param orphanDependents the old form of `propagation`, null when not said
public record DeleteOptions(
        boolean dryRun,
        @Nullable Long graceSeconds,
        String propagation,
        @Nullable Boolean orphanDependents,
        String uid,
        String resourceVersion,
        Fields document) {

    private static final List<String> POLICIES = List.of("Foreground", "Background", "Orphan");

    /// @throws io.djong.meta.ApiException 422 when a value is not allowed
    public static DeleteOptions of(Fields document) {
        FieldErrors errors = new FieldErrors();
        String propagation = document.string("propagationPolicy");
        Boolean orphan = document.boolOrNull("orphanDependents");
        if (document.has("propagationPolicy") && orphan != null) {
            errors.invalid(
                    FieldPath.of("propagationPolicy"),
                    propagation,
                    "orphanDependents and deletionPropagation cannot be both set");
        }
        if (document.has("propagationPolicy") && !POLICIES.contains(propagation)) {
            errors.notSupported(
                    FieldPath.of("propagationPolicy"),
                    propagation,
                    "Foreground",
                    "Background",
                    "Orphan",
                    "nil");
        }
        boolean dryRun = WriteOptions.dryRun(document.list("dryRun"), errors);
        errors.throwIfAny(WriteOptions.META_GROUP, "DeleteOptions", "");
        Fields preconditions = document.fields("preconditions");
        return new DeleteOptions(
                dryRun,
                document.integerOrNull("gracePeriodSeconds"),
                propagation,
                orphan,
                preconditions.string("uid"),
                preconditions.string("resourceVersion"),
                document);
    }

    /// The document that a query without body stands for.
    public static Fields document(Parameters query) {
        Fields.Builder document =
                Fields.builder().add("kind", "DeleteOptions").add("apiVersion", "v1");
        Long grace = query.number("gracePeriodSeconds");
        if (grace != null) {
            document.add("gracePeriodSeconds", grace);
        }
        if (query.has("orphanDependents")) {
            document.add("orphanDependents", query.flag("orphanDependents"));
        }
        if (query.has("propagationPolicy")) {
            document.add("propagationPolicy", query.text("propagationPolicy"));
        }
        if (query.has("dryRun")) {
            document.add("dryRun", List.copyOf(query.all("dryRun")));
        }
        return document.build();
    }

    public DeleteOptions withoutPreconditions() {
        return new DeleteOptions(
                dryRun, graceSeconds, propagation, orphanDependents, "", "", document);
    }
}
