package io.djong.meta;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the API answers instead of an object: a `Status` of failure.
///
/// @param code the HTTP status; usually the reason's
/// @param details `Status.details`, or null
public record Failure(Reason reason, int code, String message, @Nullable Details details) {

    /// `Status.details`; `group` and `kind` name a resource (`apps`, `deployments`), empty strings are left out.
    public record Details(
            String name,
            String group,
            String kind,
            String uid,
            List<Cause> causes,
            int retryAfterSeconds) {}

    /// One reason among several: `reason` as in `FieldValueInvalid`, `field` as in `spec.replicas`.
    public record Cause(String reason, String message, String field) {}

    public static Failure of(Reason reason, String message) {
        return new Failure(reason, reason.code(), message, null);
    }

    public static Failure badRequest(String message) {
        return of(Reason.BAD_REQUEST, message);
    }

    /// `pods "a" not found`.
    public static Failure notFound(Kind<?> kind, String name) {
        return notFound(kind.group(), kind.resource(), name);
    }

    public static Failure notFound(String group, String resource, String name) {
        return about(
                Reason.NOT_FOUND,
                group,
                resource,
                name,
                quoted(group, resource, name) + " not found");
    }

    /// `pods "a" already exists`.
    public static Failure alreadyExists(String group, String resource, String name) {
        return about(
                Reason.ALREADY_EXISTS,
                group,
                resource,
                name,
                quoted(group, resource, name) + " already exists");
    }

    /// `Operation cannot be fulfilled on pods "a": why`.
    public static Failure conflict(String group, String resource, String name, String why) {
        return about(
                Reason.CONFLICT,
                group,
                resource,
                name,
                "Operation cannot be fulfilled on " + quoted(group, resource, name) + ": " + why);
    }

    /// `pods "a" is forbidden: why`.
    public static Failure forbidden(String group, String resource, String name, String why) {
        String thing =
                name.isEmpty() ? groupResource(group, resource) : quoted(group, resource, name);
        return about(Reason.FORBIDDEN, group, resource, name, thing + " is forbidden: " + why);
    }

    public static Failure about(
            Reason reason, String group, String resource, String name, String message) {
        return new Failure(
                reason,
                reason.code(),
                message,
                new Details(name, group, resource, "", List.of(), 0));
    }

    public static Failure internal(String message) {
        return new Failure(
                Reason.INTERNAL_ERROR,
                500,
                "Internal error occurred: " + message,
                new Details("", "", "", "", List.of(new Cause("", message, "")), 0));
    }

    private static String quoted(String group, String resource, String name) {
        return groupResource(group, resource) + " \"" + name + "\"";
    }

    private static String groupResource(String group, String resource) {
        return group.isEmpty() ? resource : resource + "." + group;
    }

    /// The `Status` document.
    public Fields status() {
        Fields.Builder status = Fields.builder();
        status.add("kind", "Status").add("apiVersion", "v1").add("metadata", Fields.EMPTY);
        status.add("status", "Failure");
        if (!message.isEmpty()) {
            status.add("message", message);
        }
        if (!reason.text().isEmpty()) {
            status.add("reason", reason.text());
        }
        if (details != null) {
            status.add("details", details(details));
        }
        return status.add("code", (long) code).build();
    }

    private static Fields details(Details details) {
        Fields.Builder tree = Fields.builder();
        addUnlessEmpty(tree, "name", details.name);
        addUnlessEmpty(tree, "group", details.group);
        addUnlessEmpty(tree, "kind", details.kind);
        addUnlessEmpty(tree, "uid", details.uid);
        if (!details.causes.isEmpty()) {
            List<@Nullable Object> causes = new ArrayList<>();
            for (Cause cause : details.causes) {
                Fields.Builder one = Fields.builder();
                addUnlessEmpty(one, "reason", cause.reason);
                addUnlessEmpty(one, "message", cause.message);
                addUnlessEmpty(one, "field", cause.field);
                causes.add(one.build());
            }
            tree.add("causes", causes);
        }
        if (details.retryAfterSeconds > 0) {
            tree.add("retryAfterSeconds", (long) details.retryAfterSeconds);
        }
        return tree.build();
    }

    private static void addUnlessEmpty(Fields.Builder tree, String name, String value) {
        if (!value.isEmpty()) {
            tree.add(name, value);
        }
    }

    /// Reads a `Status` document back; for clients.
    public static Failure parse(Fields status) {
        Fields details = status.fields("details");
        List<Cause> causes = new ArrayList<>();
        for (Object cause : details.list("causes")) {
            if (cause instanceof Fields one) {
                causes.add(
                        new Cause(
                                one.string("reason"), one.string("message"), one.string("field")));
            }
        }
        return new Failure(
                Reason.of(status.string("reason")),
                (int) status.integer("code"),
                status.string("message"),
                details.isEmpty()
                        ? null
                        : new Details(
                                details.string("name"),
                                details.string("group"),
                                details.string("kind"),
                                details.string("uid"),
                                List.copyOf(causes),
                                (int) details.integer("retryAfterSeconds")));
    }
}
