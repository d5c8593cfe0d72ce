package io.djong.cel;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Turns a checked expression into nodes that evaluate it. Confined to one compilation.
final class Planner {

    private final Checked checked;
    private final Environment environment;

    Planner(Checked checked, Environment environment) {
        this.checked = checked;
        this.environment = environment;
    }

    Node plan(CelExpr e) {
        return switch (e.getKind()) {
            case CONSTANT -> new Node.Constant(constant(e.constant()));
            case IDENT -> named(e.ident().name());
            case SELECT -> select(e);
            case CALL -> call(e);
            case LIST -> list(e);
            case MAP -> map(e);
            case STRUCT -> struct(e);
            case COMPREHENSION -> loop(e.comprehension());
            case NOT_SET -> throw new IllegalStateException("an expression without a kind");
        };
    }

    private static Object constant(CelConstant constant) {
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case UINT64_VALUE -> new Values.Unsigned(constant.uint64Value().longValue());
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            case BYTES_VALUE -> new Values.Bytes(constant.bytesValue().toByteArray());
            default -> Values.Null.NULL;
        };
    }

    /// A variable, or a type.
    private Node named(String name) {
        String plain = name.startsWith(".") ? name.substring(1) : name;
        if (environment.variable(plain) == null) {
            CelType type = TypeNames.find(plain);
            if (type != null) {
                return new Node.Constant(type);
            }
        }
        return new Attribute(plain, null, List.of());
    }

    private static Attribute attribute(Node node) {
        return node instanceof Attribute attribute
                ? attribute
                : new Attribute(null, node, List.of());
    }

    private Node select(CelExpr e) {
        String name = checked.names().get(e.id());
        if (name != null) {
            return named(name);
        }
        Attribute.Step step =
                new Attribute.Step(new Node.Constant(e.select().field()), true, false);
        Attribute attribute = attribute(plan(e.select().operand())).with(step);
        return e.select().testOnly() ? attribute::isPresent : attribute;
    }

    private Node call(CelExpr e) {
        List<Node> args = new ArrayList<>();
        boolean isMember = e.call().target().isPresent() && !checked.names().containsKey(e.id());
        if (isMember) {
            args.add(plan(e.call().target().get()));
        }
        e.call().args().forEach(arg -> args.add(plan(arg)));
        String function = checked.names().getOrDefault(e.id(), e.call().function());
        return switch (function) {
            case "_&&_" -> junction(args.get(0), args.get(1), false);
            case "_||_" -> junction(args.get(0), args.get(1), true);
            case "_?_:_" -> conditional(args.get(0), args.get(1), args.get(2));
            case "_[_]" -> step(args, false, false);
            case "_[?_]" -> step(args, false, true);
            case "_?._" -> step(args, true, true);
            case "@not_strictly_false", "__not_strictly_false__" -> live(args.getFirst());
            case "or", "orValue" -> alternative(args.get(0), args.get(1), function);
            default -> call(e, function, args);
        };
    }

    private static Node step(List<Node> args, boolean isSelect, boolean isOptional) {
        return attribute(args.get(0)).with(new Attribute.Step(args.get(1), isSelect, isOptional));
    }

    /// `&&` and `||`: a side that decides absorbs the other's failure.
    private static Node junction(Node left, Node right, boolean decides) {
        return (evaluation, scope) -> {
            EvaluationException failure = null;
            try {
                if (truth(left.evaluate(evaluation, scope)) == decides) {
                    return decides;
                }
            } catch (EvaluationException failed) {
                failure = failed;
            }
            if (truth(right.evaluate(evaluation, scope)) == decides) {
                return decides;
            }
            if (failure != null) {
                throw failure;
            }
            return !decides;
        };
    }

    private static boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw EvaluationException.noSuchOverload();
    }

    private static Node conditional(Node condition, Node yes, Node no) {
        return (evaluation, scope) ->
                truth(condition.evaluate(evaluation, scope))
                        ? yes.evaluate(evaluation, scope)
                        : no.evaluate(evaluation, scope);
    }

    private static Node live(Node operand) {
        return (evaluation, scope) -> {
            Object value = true;
            try {
                value = operand.evaluate(evaluation, scope);
            } catch (EvaluationException failure) {
                // What has failed may still be decided by a later element.
                value = true;
            }
            evaluation.charge(1);
            return !Boolean.FALSE.equals(value);
        };
    }

    private static Node alternative(Node left, Node right, String function) {
        return (evaluation, scope) -> {
            if (!(left.evaluate(evaluation, scope) instanceof Values.Maybe maybe)) {
                throw EvaluationException.noSuchOverload();
            }
            Object value = maybe.value();
            if (value == null) {
                return right.evaluate(evaluation, scope);
            }
            return function.equals("or") ? maybe : value;
        };
    }

    private Node call(CelExpr e, String function, List<Node> args) {
        Library.Function body = Library.find(function);
        List<Overload> overloads = checked.overloads(e);
        String overload = overloads.size() == 1 ? overloads.getFirst().id() : function;
        if (function.equals("@in") && args.get(1) instanceof Node.Constant) {
            // Membership in a literal is looked up, not searched: cel-go counts nothing.
            return (evaluation, scope) -> body.call(evaluate(args, evaluation, scope));
        }
        if (args.stream().allMatch(Node.Constant.class::isInstance)
                && Conversions.NAMES.contains(function)) {
            Node folded = folded(body, args);
            if (folded != null) {
                return folded;
            }
        }
        return (evaluation, scope) -> {
            Object[] values = evaluate(args, evaluation, scope);
            Object result = body.call(values);
            evaluation.charge(CallCosts.of(function, overload, values, result));
            return result;
        };
    }

    private static @Nullable Node folded(Library.Function body, List<Node> args) {
        try {
            return new Node.Constant(
                    body.call(args.stream().map(arg -> ((Node.Constant) arg).value()).toArray()));
        } catch (EvaluationException failure) {
            // It fails when it is evaluated.
            return null;
        }
    }

    private static Object[] evaluate(
            List<Node> args, Evaluation evaluation, Node.@Nullable Scope scope) {
        Object[] values = new Object[args.size()];
        for (int at = 0; at < values.length; at++) {
            values[at] = args.get(at).evaluate(evaluation, scope);
        }
        return values;
    }

    private Node list(CelExpr e) {
        List<Node> elements = e.list().elements().stream().map(this::plan).toList();
        List<Integer> optional = e.list().optionalIndices();
        Node made =
                (evaluation, scope) -> {
                    List<Object> values = new ArrayList<>(elements.size());
                    for (int at = 0; at < elements.size(); at++) {
                        Object value = elements.get(at).evaluate(evaluation, scope);
                        Object kept = optional.contains(at) ? unwrap(value) : value;
                        if (kept != null) {
                            values.add(kept);
                        }
                    }
                    evaluation.charge(10);
                    return new Values.MadeList(values);
                };
        return optional.isEmpty() && elements.stream().allMatch(Node.Constant.class::isInstance)
                ? constant(made)
                : made;
    }

    private Node constant(Node made) {
        return new Node.Constant(
                made.evaluate(new Evaluation(_ -> null, environment, Budget.PER_CALL), null));
    }

    private static @Nullable Object unwrap(Object value) {
        return value instanceof Values.Maybe(Object inner) ? inner : value;
    }

    private Node map(CelExpr e) {
        List<CelExpr.CelMap.Entry> entries = e.map().entries();
        List<Node> keys = entries.stream().map(entry -> plan(entry.key())).toList();
        List<Node> values = entries.stream().map(entry -> plan(entry.value())).toList();
        boolean isOptional = entries.stream().anyMatch(CelExpr.CelMap.Entry::optionalEntry);
        Node made =
                (evaluation, scope) -> {
                    Map<Object, Object> map = new LinkedHashMap<>();
                    for (int at = 0; at < keys.size(); at++) {
                        Object key = keys.get(at).evaluate(evaluation, scope);
                        Object value = values.get(at).evaluate(evaluation, scope);
                        Object kept = entries.get(at).optionalEntry() ? unwrap(value) : value;
                        if (kept != null) {
                            map.put(Values.key(key), kept);
                        }
                    }
                    evaluation.charge(30);
                    return new Values.MadeMap(map);
                };
        boolean isConstant =
                !isOptional
                        && keys.stream().allMatch(Node.Constant.class::isInstance)
                        && values.stream().allMatch(Node.Constant.class::isInstance);
        return isConstant ? constant(made) : made;
    }

    private Node struct(CelExpr e) {
        String name = e.struct().messageName();
        List<CelExpr.CelStruct.Entry> entries = e.struct().entries();
        List<Node> values = entries.stream().map(entry -> plan(entry.value())).toList();
        SchemaType.ObjectOf type = environment.struct(name);
        return (evaluation, scope) -> {
            Map<Object, Object> fields = new LinkedHashMap<>();
            for (int at = 0; at < values.size(); at++) {
                Object value = values.get(at).evaluate(evaluation, scope);
                Object kept = entries.get(at).optionalEntry() ? unwrap(value) : value;
                SchemaType.Property property =
                        type == null ? null : type.field(entries.get(at).fieldKey());
                if (kept != null && property != null) {
                    fields.put(property.property(), kept);
                }
            }
            evaluation.charge(40);
            return new Values.MadeObject(name, fields);
        };
    }

    private Node loop(CelComprehension loop) {
        return new Loop(
                loop.iterVar(),
                loop.iterVar2(),
                plan(loop.iterRange()),
                loop.accuVar(),
                plan(loop.accuInit()),
                plan(loop.loopCondition()),
                plan(loop.loopStep()),
                plan(loop.result()));
    }
}
