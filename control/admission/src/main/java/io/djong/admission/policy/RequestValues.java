package io.djong.admission.policy;

import io.djong.admission.Call;
import io.djong.admission.Review;
import io.djong.admission.matching.Target;
import io.djong.cel.Activation;
import io.djong.cel.Authorization;
import io.djong.cel.Budget;
import io.djong.cel.Compilation;
import io.djong.cel.EvaluationException;
import io.djong.cel.Outcome;
import io.djong.cel.Program;
import io.djong.cel.Values;
import io.djong.meta.GroupVersion;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The variables of one request, with the parameters of one binding. Confined to the request's thread.
final class RequestValues implements Activation {

    private final Review seen;
    private final Target target;
    private final @Nullable Fields params;
    private final @Nullable Fields namespace;
    private final Authorization.Authorizer authorizer;
    private final Map<String, Compilation> variables;
    private final Budget budget;
    private final Map<String, Object> composed = new HashMap<>();

    /// @param seen with its objects in the version of `target`
    /// @param budget what composed variables cost as well
    RequestValues(
            Review seen,
            Target target,
            @Nullable Fields params,
            @Nullable Fields namespace,
            Access access,
            Map<String, Compilation> variables,
            Budget budget) {
        this.seen = seen;
        this.target = target;
        this.params = params;
        this.namespace = namespace;
        this.authorizer = new Authorization.Authorizer(Access.of(access, seen.call().user()), "");
        this.variables = variables;
        this.budget = budget;
    }

    @Override
    public @Nullable Object value(String variable) {
        return switch (variable) {
            case "object" -> orNull(seen.object());
            case "oldObject" -> orNull(seen.old());
            case "request" -> request();
            case "params" -> params;
            case "namespaceObject" -> namespace;
            case "authorizer" -> authorizer;
            case "authorizer.requestResource" -> requestResource();
            case "variables" -> new Composed();
            default -> throw new EvaluationException("no such attribute: " + variable);
        };
    }

    private static @Nullable Fields orNull(Fields object) {
        return object.isEmpty() ? null : object;
    }

    private Authorization.ResourceCheck requestResource() {
        Call call = seen.call();
        return new Authorization.ResourceCheck(
                authorizer,
                call.group(),
                call.resource(),
                call.subresource(),
                call.namespace(),
                call.name(),
                "",
                "");
    }

    /// As upstream's `AdmissionRequest`, without the objects.
    private Fields request() {
        Call call = seen.call();
        Fields.Builder request = Fields.builder();
        request.add("kind", kind(target.kindVersion(), target.kind()));
        request.add("resource", resource(target.resourceVersion(), target.resource()));
        request.add("subResource", call.subresource());
        request.add("requestKind", kind(call.kindVersion(), call.kind()));
        request.add("requestResource", resource(call.resourceVersion(), call.resource()));
        request.add("requestSubResource", call.subresource());
        request.add("name", call.name());
        request.add(
                "namespace",
                seen.isOf("", "namespaces", call.subresource()) ? call.name() : call.namespace());
        request.add("operation", seen.operation());
        request.add("userInfo", user(call.user()));
        request.add("dryRun", call.isDryRun());
        request.add("options", call.options().isEmpty() ? null : call.options());
        return request.build();
    }

    private static Fields kind(GroupVersion version, String kind) {
        return Fields.of("group", version.group(), "version", version.version(), "kind", kind);
    }

    private static Fields resource(GroupVersion version, String resource) {
        return Fields.of(
                "group", version.group(), "version", version.version(), "resource", resource);
    }

    private static Fields user(UserInfo user) {
        Fields.Builder info = Fields.builder();
        info.add("username", user.name());
        if (!user.uid().isEmpty()) {
            info.add("uid", user.uid());
        }
        if (!user.groups().isEmpty()) {
            info.add("groups", user.groups());
        }
        if (!user.extra().isEmpty()) {
            info.add("extra", Fields.copyOf(user.extra()));
        }
        return info.build();
    }

    /// The policy's own variables, each evaluated when it is first read.
    private final class Composed implements Values.CelMap {
        @Override
        public int size() {
            return variables.size();
        }

        @Override
        public List<Object> keys() {
            return List.copyOf(variables.keySet());
        }

        @Override
        public @Nullable Object find(Object key) {
            Object known = composed.get(String.valueOf(key));
            if (known == null) {
                known = compose(String.valueOf(key));
                composed.put(String.valueOf(key), known);
            }
            if (known instanceof EvaluationException failure) {
                throw failure;
            }
            return known;
        }

        private Object compose(String name) {
            return switch (variables.get(name)) {
                case null -> new EvaluationException("no such key: " + name);
                case Compilation.Rejected(String message) ->
                        new EvaluationException(
                                "composited variable \"%s\" fails to compile: %s"
                                        .formatted(name, message));
                case Compilation.Compiled(Program program) -> evaluated(name, program);
            };
        }

        private Object evaluated(String name, Program program) {
            Outcome outcome = program.evaluate(RequestValues.this);
            budget.charge(outcome.cost());
            return switch (outcome) {
                case Outcome.Value(Object value, _) -> value;
                case Outcome.Failed(String message, _, _) ->
                        new EvaluationException(
                                "composited variable \"%s\" fails to evaluate: %s"
                                        .formatted(name, message));
            };
        }
    }
}
