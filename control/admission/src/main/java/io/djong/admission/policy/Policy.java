package io.djong.admission.policy;

import io.djong.admission.matching.MatchCriteria;
import io.djong.admission.policy.Evaluator.Expression;
import io.djong.cel.Compilation;
import io.djong.meta.tree.Fields;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A policy, ready to be evaluated. Immutable.
///
/// @param code compiled when first asked for: most policies never match
record Policy(
        String name,
        String uid,
        Fields spec,
        MatchCriteria criteria,
        List<Binding> bindings,
        Supplier<Code> code) {

    /// The expressions.
    ///
    /// @param rules the validations, or the mutations
    /// @param messages of validations; null where there is none
    /// @param annotations for the audit log
    record Code(
            Map<String, Compilation> variables,
            List<Expression> conditions,
            List<Expression> rules,
            List<@Nullable Expression> messages,
            List<Expression> annotations) {}

    /// @param actions `Deny`, `Warn`, `Audit`
    /// @param paramRef null when there is none
    record Binding(
            String name, MatchCriteria criteria, @Nullable Fields paramRef, List<String> actions) {

        static Binding of(Fields document) {
            Fields spec = document.fields("spec");
            return new Binding(
                    document.fields("metadata").string("name"),
                    MatchCriteria.ofPolicy(spec.fields("matchResources")),
                    spec.fieldsOrNull("paramRef"),
                    spec.list("validationActions").stream().map(String::valueOf).toList());
        }
    }

    static Policy of(Fields document, List<Fields> bound, boolean mutates) {
        Fields spec = document.fields("spec");
        return new Policy(
                document.fields("metadata").string("name"),
                document.fields("metadata").string("uid"),
                spec,
                MatchCriteria.ofPolicy(spec.fields("matchConstraints")),
                bindings(bound),
                new Once(() -> compile(spec, mutates)));
    }

    Policy with(List<Fields> bound) {
        return new Policy(name, uid, spec, criteria, bindings(bound), code);
    }

    private static List<Binding> bindings(List<Fields> bound) {
        return bound.stream().map(Binding::of).sorted(Comparator.comparing(Binding::name)).toList();
    }

    boolean failsOpen() {
        return spec.string("failurePolicy").equals("Ignore");
    }

    private static Code compile(Fields spec, boolean mutates) {
        Expressions.Scope scope = Expressions.scope(spec, mutates);
        List<Fields> rules = Expressions.objects(spec, mutates ? "mutations" : "validations");
        return new Code(
                scope.variables(),
                Expressions.objects(spec, "matchConditions").stream()
                        .map(one -> expression(one.string("expression"), scope))
                        .toList(),
                rules.stream()
                        .map(one ->
                                expression(mutates ? patch(one) : one.string("expression"), scope))
                        .toList(),
                messages(rules, scope),
                Expressions.objects(spec, "auditAnnotations").stream()
                        .map(one -> expression(one.string("valueExpression"), scope))
                        .toList());
    }

    private static String patch(Fields mutation) {
        return mutation.fields(
                        mutation.string("patchType").equals("JSONPatch")
                                ? "jsonPatch"
                                : "applyConfiguration")
                .string("expression");
    }

    private static Expression expression(String text, Expressions.Scope scope) {
        return new Expression(text, scope.compile(text));
    }

    private static List<@Nullable Expression> messages(
            List<Fields> rules, Expressions.Scope scope) {
        List<@Nullable Expression> messages = new java.util.ArrayList<>();
        for (Fields rule : rules) {
            String text = rule.string("messageExpression");
            messages.add(text.isEmpty() ? null : new Expression(text, scope.compileMessage(text)));
        }
        return messages;
    }

    /// Makes its value once, for all threads.
    private static final class Once implements Supplier<Code> {
        private final Supplier<Code> source;
        private volatile @Nullable Code made;

        Once(Supplier<Code> source) {
            this.source = source;
        }

        @Override
        public Code get() {
            Code code = made;
            if (code == null) {
                code = source.get();
                made = code;
            }
            return code;
        }
    }
}
