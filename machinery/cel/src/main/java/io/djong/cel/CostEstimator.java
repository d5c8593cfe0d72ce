package io.djong.cel;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelComprehension;
import io.djong.cel.CelType.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an expression costs at least and at most, from the sizes that schemas allow. Confined to one compilation.
///
/// @spec https://github.com/google/cel-go/blob/v0.26.0/checker/cost.go cel-go's estimator
final class CostEstimator {

    private static final CostEstimate LIST = CostEstimate.of(10);
    private static final CostEstimate MAP = CostEstimate.of(30);
    private static final CostEstimate STRUCT = CostEstimate.of(40);

    private record Entries(boolean isList, CostEstimate key, CostEstimate value) {}

    private record Local(
            List<String> path, @Nullable CostEstimate size, @Nullable Entries entries) {}

    private final Checked checked;
    private final Environment environment;
    private final Map<Long, List<String>> paths = new HashMap<>();
    private final Map<String, Deque<Local>> locals = new HashMap<>();
    private final Map<Long, CostEstimate> sizes = new HashMap<>();
    private final Map<Long, Entries> entrySizes = new HashMap<>();

    CostEstimator(Checked checked, Environment environment) {
        this.checked = checked;
        this.environment = environment;
    }

    CostEstimate estimate() {
        return cost(checked.expression());
    }

    private CostEstimate cost(CelExpr e) {
        return switch (e.getKind()) {
            case CONSTANT, NOT_SET -> CostEstimate.ZERO;
            case IDENT -> ident(e);
            case SELECT -> select(e);
            case CALL -> call(e);
            case LIST -> list(e);
            case MAP -> map(e);
            case STRUCT -> {
                CostEstimate sum = STRUCT;
                for (CelExpr.CelStruct.Entry entry : e.struct().entries()) {
                    sum = sum.plus(cost(entry.value()));
                }
                yield sum;
            }
            case COMPREHENSION -> isBind(e.comprehension()) ? bind(e) : comprehension(e);
        };
    }

    private CostEstimate ident(CelExpr e) {
        Local local = local(e.ident().name());
        paths.put(e.id(), local == null ? List.of(e.ident().name()) : local.path);
        return CostEstimate.ONE;
    }

    private @Nullable Local local(String name) {
        Deque<Local> stack = locals.get(name);
        return stack == null ? null : stack.peek();
    }

    private void push(String name, Local local) {
        locals.computeIfAbsent(name, _ -> new ArrayDeque<>()).push(local);
    }

    private void pop(String name) {
        Deque<Local> stack = locals.get(name);
        if (stack != null) {
            stack.pop();
        }
    }

    private CostEstimate select(CelExpr e) {
        if (checked.names().containsKey(e.id())) {
            return CostEstimate.ONE;
        }
        CelExpr operand = e.select().operand();
        CostEstimate sum = cost(operand);
        if (e.select().testOnly()) {
            return sum;
        }
        Kind kind = checked.type(operand).kind();
        if (kind == Kind.MAP || kind == Kind.OBJECT) {
            sum = sum.plus(CostEstimate.ONE);
        }
        paths.put(e.id(), append(path(operand), e.select().field()));
        return sum;
    }

    private static List<String> append(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    private List<String> path(CelExpr e) {
        if (e.getKind() == CelExpr.ExprKind.Kind.IDENT) {
            Local local = local(e.ident().name());
            if (local != null) {
                return local.path;
            }
        }
        return paths.getOrDefault(e.id(), List.of());
    }

    private CostEstimate call(CelExpr e) {
        List<CelExpr> args = e.call().args();
        if (e.call().function().equals("dyn") && args.size() == 1) {
            CostEstimate cost = cost(args.getFirst());
            copySizes(e, args.getFirst());
            return CostEstimate.ONE.plus(cost);
        }
        List<CostEstimate> costs = new ArrayList<>();
        for (CelExpr arg : args) {
            costs.add(cost(arg));
        }
        List<Overload> overloads = checked.overloads(e);
        if (overloads.isEmpty()) {
            return costs.stream().reduce(CostEstimate.ONE, CostEstimate::plus);
        }
        boolean isMember = e.call().target().isPresent() && !checked.names().containsKey(e.id());
        CostEstimate sum = CostEstimate.ZERO;
        CelExpr target = null;
        if (isMember) {
            target = e.call().target().get();
            sum = cost(target);
        }
        CostEstimate total = new CostEstimate(CostEstimate.TOP, 0);
        CostEstimate resultSize = null;
        for (Overload overload : overloads) {
            CallSizes.Call one = functionCost(e, overload, target, args, costs);
            total = total.union(one.cost());
            if (one.resultSize() != null) {
                resultSize =
                        resultSize == null ? one.resultSize() : resultSize.union(one.resultSize());
            }
            if (overload.id().equals("index_list") || overload.id().equals("index_map")) {
                boolean isList = overload.id().equals("index_list");
                Entries entries = entries(args.getFirst());
                resultSize = entries == null ? null : entries.value;
                paths.put(e.id(), append(path(args.getFirst()), isList ? "@items" : "@values"));
            }
            if (resultSize == null) {
                resultSize = size(e);
            }
        }
        if (resultSize != null) {
            sizes.put(e.id(), resultSize);
        }
        return sum.plus(total);
    }

    private CallSizes.Call functionCost(
            CelExpr e,
            Overload overload,
            @Nullable CelExpr target,
            List<CelExpr> args,
            List<CostEstimate> costs) {
        CostEstimate ofArgs = costs.stream().reduce(CostEstimate.ZERO, CostEstimate::plus);
        CallSizes.Call special =
                CallSizes.of(
                        overload.function(),
                        overload.id(),
                        target == null ? null : sized(target),
                        args.stream().map(this::sized).toList());
        if (special != null) {
            return new CallSizes.Call(special.cost().plus(ofArgs), special.resultSize());
        }
        return switch (overload.id()) {
            case "logical_or", "logical_and" -> {
                CostEstimate both = costs.get(0).plus(costs.get(1));
                yield new CallSizes.Call(new CostEstimate(costs.get(0).min(), both.max()));
            }
            case "conditional" -> {
                Entries one = entries(args.get(1));
                Entries other = entries(args.get(2));
                if (one != null && other != null) {
                    entrySizes.put(e.id(), union(one, other));
                }
                yield new CallSizes.Call(
                        costs.get(0).plus(costs.get(1).union(costs.get(2))),
                        sizeOrUnknown(args.get(1)).union(sizeOrUnknown(args.get(2))));
            }
            default -> {
                CallSizes.Call call = standard(e, overload.id(), target, args);
                yield new CallSizes.Call(call.cost().plus(ofArgs), call.resultSize());
            }
        };
    }

    private CallSizes.Call standard(
            CelExpr e, String overload, @Nullable CelExpr target, List<CelExpr> args) {
        switch (overload) {
            case "string_format" -> {
                if (target != null) {
                    return new CallSizes.Call(sizeOrUnknown(target).times(CallSizes.STRING_FACTOR));
                }
            }
            case "string_to_bytes" -> {
                CostEstimate size = sizeOrUnknown(args.getFirst());
                return new CallSizes.Call(
                        size.times(CallSizes.STRING_FACTOR),
                        new CostEstimate(size.min(), size.max() * 4));
            }
            case "bytes_to_string" -> {
                CostEstimate size = sizeOrUnknown(args.getFirst());
                return new CallSizes.Call(
                        size.times(CallSizes.STRING_FACTOR),
                        new CostEstimate(size.min() / 4, size.max()));
            }
            case "strings_quote" -> {
                CostEstimate size = sizeOrUnknown(args.getFirst());
                return new CallSizes.Call(
                        size.times(CallSizes.STRING_FACTOR),
                        new CostEstimate(size.min() + 2, size.max() * 2 + 2));
            }
            case "starts_with_string", "ends_with_string" -> {
                return new CallSizes.Call(
                        sizeOrUnknown(args.getFirst()).times(CallSizes.STRING_FACTOR));
            }
            case "in_list" -> {
                return new CallSizes.Call(sizeOrUnknown(args.get(1)).times(1.0));
            }
            case "matches_string" -> {
                if (target != null) {
                    return CallSizes.regex(sizeOrUnknown(target), sizeOrUnknown(args.getFirst()));
                }
            }
            case "contains_string" -> {
                if (target != null) {
                    return new CallSizes.Call(
                            sizeOrUnknown(target)
                                    .times(CallSizes.STRING_FACTOR)
                                    .times(
                                            sizeOrUnknown(args.getFirst())
                                                    .times(CallSizes.STRING_FACTOR)));
                }
            }
            case "add_string", "add_bytes", "add_list" -> {
                CostEstimate result = sizeOrUnknown(args.get(0)).plus(sizeOrUnknown(args.get(1)));
                Entries one = entries(args.get(0));
                Entries other = entries(args.get(1));
                if (one != null && other != null) {
                    entrySizes.put(e.id(), union(one, other));
                }
                return new CallSizes.Call(
                        overload.equals("add_list")
                                ? CostEstimate.ONE
                                : result.times(CallSizes.STRING_FACTOR),
                        result);
            }
            case "less_string",
                    "greater_string",
                    "less_equals_string",
                    "greater_equals_string",
                    "less_bytes",
                    "greater_bytes",
                    "less_equals_bytes",
                    "greater_equals_bytes",
                    "equals",
                    "not_equals" -> {
                CostEstimate known = equality(checked.type(args.getFirst()));
                if (known != null) {
                    return new CallSizes.Call(known);
                }
                long left = sizeOrUnknown(args.get(0)).max();
                long right = sizeOrUnknown(args.get(1)).max();
                long most = Long.compareUnsigned(right, left) < 0 ? right : left;
                return new CallSizes.Call(
                        new CostEstimate(most == 0 ? 0 : 1, most).times(CallSizes.STRING_FACTOR));
            }
            default -> {}
        }
        return new CallSizes.Call(CostEstimate.ONE);
    }

    /// Of values whose size no schema knows; null for all others. A type is as large as anything may be, as upstream counts.
    private static @Nullable CostEstimate equality(CelType type) {
        return switch (type.kind()) {
            case OPAQUE -> type.isOptional() ? null : CostEstimate.ONE;
            case TYPE ->
                    new CostEstimate(1, OpenApiTypes.MAX_REQUEST_BYTES)
                            .times(CallSizes.STRING_FACTOR);
            default -> null;
        };
    }

    private static Entries union(Entries one, Entries other) {
        return new Entries(one.isList, one.key.union(other.key), one.value.union(other.value));
    }

    private CallSizes.Sized sized(CelExpr e) {
        CelType type = checked.type(e);
        CostEstimate element =
                type.kind() == Kind.LIST ? declared(append(path(e), "@items"), path(e)) : null;
        return new CallSizes.Sized(type, size(e), element);
    }

    private CostEstimate list(CelExpr e) {
        CostEstimate sum = LIST;
        boolean isEmpty = e.list().elements().isEmpty();
        CostEstimate item = new CostEstimate(isEmpty ? 0 : CostEstimate.TOP, 0);
        for (CelExpr element : e.list().elements()) {
            sum = sum.plus(cost(element));
            item = item.union(sizeOrUnknown(element));
        }
        entrySizes.put(e.id(), new Entries(true, CostEstimate.ONE, item));
        return sum;
    }

    private CostEstimate map(CelExpr e) {
        CostEstimate sum = MAP;
        CostEstimate nothing =
                new CostEstimate(e.map().entries().isEmpty() ? 0 : CostEstimate.TOP, 0);
        CostEstimate key = nothing;
        CostEstimate value = nothing;
        for (CelExpr.CelMap.Entry entry : e.map().entries()) {
            sum = sum.plus(cost(entry.key())).plus(cost(entry.value()));
            key = key.union(sizeOrUnknown(entry.key()));
            value = value.union(sizeOrUnknown(entry.value()));
        }
        entrySizes.put(e.id(), new Entries(false, key, value));
        return sum;
    }

    private static boolean isBind(CelComprehension loop) {
        return loop.iterRange().getKind() == CelExpr.ExprKind.Kind.LIST
                && loop.iterRange().list().elements().isEmpty()
                && loop.loopCondition().getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && loop.iterVar().equals("#unused");
    }

    private CostEstimate bind(CelExpr e) {
        CelComprehension loop = e.comprehension();
        CostEstimate sum = cost(loop.iterRange()).plus(cost(loop.accuInit()));
        push(
                loop.accuVar(),
                new Local(path(loop.accuInit()), size(loop.accuInit()), entries(loop.accuInit())));
        sum = sum.plus(cost(loop.result()));
        pop(loop.accuVar());
        copySizes(e, loop.result());
        return sum;
    }

    private CostEstimate comprehension(CelExpr e) {
        CelComprehension loop = e.comprehension();
        CelExpr range = loop.iterRange();
        CostEstimate sum = cost(range).plus(cost(loop.accuInit()));
        push(
                loop.accuVar(),
                new Local(path(loop.accuInit()), size(loop.accuInit()), entries(loop.accuInit())));
        Entries entries = entries(range);
        boolean isList = entries == null ? checked.type(range).kind() == Kind.LIST : entries.isList;
        CostEstimate key = entries == null ? null : entries.key;
        CostEstimate value = entries == null ? null : entries.value;
        boolean isPair = !loop.iterVar2().isEmpty();
        if (isPair) {
            push(
                    loop.iterVar(),
                    new Local(append(path(range), isList ? "@indices" : "@keys"), key, null));
            push(
                    loop.iterVar2(),
                    new Local(append(path(range), isList ? "@items" : "@values"), value, null));
        } else {
            push(
                    loop.iterVar(),
                    new Local(
                            append(path(range), isList ? "@items" : "@keys"),
                            isList ? value : key,
                            null));
        }
        CostEstimate each = cost(loop.loopCondition()).plus(cost(loop.loopStep()));
        pop(loop.iterVar());
        if (isPair) {
            pop(loop.iterVar2());
        }
        sum = sum.plus(cost(loop.result()));
        pop(loop.accuVar());
        CostEstimate count = sizeOrUnknown(range);
        sum = sum.plus(count.times(each));
        switch (loop.accuInit().getKind()) {
            case CONSTANT -> {
                CostEstimate size = size(loop.accuInit());
                if (size != null) {
                    sizes.put(e.id(), size);
                }
            }
            case LIST, MAP -> {
                sizes.put(e.id(), count);
                Entries step = entries(loop.loopStep());
                if (step != null) {
                    entrySizes.put(e.id(), step);
                }
            }
            default -> {}
        }
        return sum;
    }

    private void copySizes(CelExpr to, CelExpr from) {
        CostEstimate size = size(from);
        if (size != null) {
            sizes.put(to.id(), size);
        }
        Entries entries = entries(from);
        if (entries != null) {
            entrySizes.put(to.id(), entries);
        }
    }

    private CostEstimate sizeOrUnknown(CelExpr e) {
        CostEstimate size = size(e);
        return size == null ? CostEstimate.UNKNOWN : size;
    }

    private @Nullable CostEstimate size(CelExpr e) {
        CostEstimate known = sizes.get(e.id());
        if (known != null) {
            return known;
        }
        CostEstimate written = writtenSize(e);
        if (written != null) {
            return written;
        }
        CostEstimate declared = declared(path(e), path(e));
        if (declared != null) {
            sizes.put(e.id(), declared);
            return declared;
        }
        switch (checked.type(e).kind()) {
            case BOOL, DOUBLE, DURATION, INT, TIMESTAMP, UINT -> {
                return CostEstimate.ONE;
            }
            default -> {}
        }
        Local local = e.getKind() == CelExpr.ExprKind.Kind.IDENT ? local(e.ident().name()) : null;
        return local == null ? null : local.size;
    }

    private static @Nullable CostEstimate writtenSize(CelExpr e) {
        return switch (e.getKind()) {
            case CONSTANT ->
                    switch (e.constant().getKind()) {
                        case STRING_VALUE -> {
                            String text = e.constant().stringValue();
                            yield CostEstimate.of(text.codePointCount(0, text.length()));
                        }
                        case BYTES_VALUE -> CostEstimate.of(e.constant().bytesValue().size());
                        default -> CostEstimate.ONE;
                    };
            case LIST -> CostEstimate.of(e.list().elements().size());
            case MAP -> CostEstimate.of(e.map().entries().size());
            default -> null;
        };
    }

    /// The size at the end of a path from a variable, as its schema says.
    private @Nullable CostEstimate declared(List<String> path, List<String> from) {
        SchemaType type = from.isEmpty() ? null : environment.variable(path.getFirst());
        if (type == null || type.equals(SchemaType.DYN)) {
            return null;
        }
        for (String step : path.subList(1, path.size())) {
            type =
                    switch (type) {
                        case SchemaType.ListOf(var element, _, _, _) when step.equals("@items") ->
                                element;
                        case SchemaType.MapOf(var value, _) ->
                                switch (step) {
                                    case "@values" -> value;
                                    case "@keys" -> KEY;
                                    default -> null;
                                };
                        case SchemaType.ObjectOf object -> {
                            SchemaType.Property property = object.field(step);
                            yield property == null ? null : property.type();
                        }
                        default -> null;
                    };
            if (type == null) {
                return null;
            }
        }
        return new CostEstimate(0, type.maxElements());
    }

    private static final SchemaType KEY =
            new SchemaType.Scalar(CelType.STRING, 0, OpenApiTypes.MIN_STRING);

    private @Nullable Entries entries(CelExpr e) {
        Entries known = entrySizes.get(e.id());
        if (known != null) {
            return known;
        }
        Local local = e.getKind() == CelExpr.ExprKind.Kind.IDENT ? local(e.ident().name()) : null;
        return local == null ? null : local.entries;
    }
}
