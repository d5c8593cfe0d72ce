package io.djong.cel;

import java.util.Map;

/// `authorizer.group('apps').resource('deployments').check('create').allowed()`.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-authorizer-library Authorizer
public final class Authorization {

    /// The type of the variable `authorizer`.
    public static final CelType AUTHORIZER = CelType.opaque("kubernetes.authorization.Authorizer");

    /// The type of the variable `authorizer.requestResource`.
    public static final CelType RESOURCE_CHECK =
            CelType.opaque("kubernetes.authorization.ResourceCheck");

    /// Asks the authorizers. Called on the thread of the evaluation.
    public interface Access {
        /// @param serviceAccount `namespace/name` when the question is about another user than the request's, else ""
        Decision checkPath(String serviceAccount, String path, String verb);

        Decision checkResource(ResourceCheck check, String verb);
    }

    /// The value of `authorizer`.
    public record Authorizer(Access access, String serviceAccount) {}

    record PathCheck(Authorizer authorizer, String path) {}

    record GroupCheck(Authorizer authorizer, String group) {}

    /// A question about a resource.
    public record ResourceCheck(
            Authorizer authorizer,
            String group,
            String resource,
            String subresource,
            String namespace,
            String name,
            String fieldSelector,
            String labelSelector) {}

    /// @param error "" when there was none
    public record Decision(boolean allowed, String reason, String error) {}

    private Authorization() {}

    static void addTo(Map<String, Library.Function> all) {
        all.put(
                "serviceAccount",
                args ->
                        new Authorizer(
                                authorizer(args[0]).access(),
                                Strings.text(args[1]) + "/" + Strings.text(args[2])));
        all.put("path", args -> new PathCheck(authorizer(args[0]), Strings.text(args[1])));
        all.put("group", args -> new GroupCheck(authorizer(args[0]), Strings.text(args[1])));
        all.put("resource", args -> resource(args[0], Strings.text(args[1])));
        all.put("subresource", args -> changed(args, "subresource"));
        all.put("namespace", args -> changed(args, "namespace"));
        all.put("name", args -> changed(args, "name"));
        all.put("fieldSelector", args -> changed(args, "fieldSelector"));
        all.put("labelSelector", args -> changed(args, "labelSelector"));
        all.put("check", args -> check(args[0], Strings.text(args[1])));
        all.put("allowed", args -> decision(args[0]).allowed());
        all.put("reason", args -> decision(args[0]).reason());
        all.put("errored", args -> !decision(args[0]).error().isEmpty());
        all.put("error", args -> decision(args[0]).error());
    }

    private static Authorizer authorizer(Object value) {
        if (value instanceof Authorizer authorizer) {
            return authorizer;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static Decision decision(Object value) {
        if (value instanceof Decision decision) {
            return decision;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static Object resource(Object group, String resource) {
        if (!(group instanceof GroupCheck(Authorizer authorizer, String name))) {
            throw EvaluationException.noSuchOverload();
        }
        return new ResourceCheck(authorizer, name, resource, "", "", "", "", "");
    }

    private static Object changed(Object[] args, String part) {
        if (!(args[0] instanceof ResourceCheck one)) {
            throw EvaluationException.noSuchOverload();
        }
        String value = Strings.text(args[1]);
        return new ResourceCheck(
                one.authorizer,
                one.group,
                one.resource,
                part.equals("subresource") ? value : one.subresource,
                part.equals("namespace") ? value : one.namespace,
                part.equals("name") ? value : one.name,
                part.equals("fieldSelector") ? value : one.fieldSelector,
                part.equals("labelSelector") ? value : one.labelSelector);
    }

    private static Object check(Object question, String verb) {
        return switch (question) {
            case PathCheck(Authorizer authorizer, String path) ->
                    authorizer.access().checkPath(authorizer.serviceAccount(), path, verb);
            case ResourceCheck check -> check.authorizer.access().checkResource(check, verb);
            default -> throw EvaluationException.noSuchOverload();
        };
    }
}
