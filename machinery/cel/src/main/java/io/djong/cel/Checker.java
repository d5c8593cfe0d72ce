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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Finds the type of every part of an expression, and says in cel-go's words what does not fit. Confined to one compilation.
final class Checker {

    private final Environment environment;
    private final Frontend.Parsed parsed;
    private final Source source;
    private final Bindings bindings = new Bindings();
    private final Map<Long, CelType> types = new HashMap<>();
    private final Map<Long, List<Overload>> overloads = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Deque<Map<String, CelType>> scopes = new ArrayDeque<>();
    private int freeParams;

    Checker(Environment environment, Frontend.Parsed parsed, Source source) {
        this.environment = environment;
        this.parsed = parsed;
        this.source = source;
    }

    Checked check() {
        check(parsed.expression());
        Map<Long, CelType> known = new HashMap<>();
        types.forEach((id, type) -> known.put(id, bindings.substitute(type, true)));
        return new Checked(parsed.expression(), known, overloads, names, parsed.positions());
    }

    private CelType check(CelExpr e) {
        CelType type =
                switch (e.getKind()) {
                    case CONSTANT -> constant(e);
                    case IDENT -> ident(e);
                    case SELECT -> select(e);
                    case CALL -> call(e);
                    case LIST -> list(e);
                    case MAP -> map(e);
                    case STRUCT -> struct(e);
                    case COMPREHENSION -> comprehension(e);
                    case NOT_SET -> CelType.ERROR;
                };
        types.put(e.id(), type);
        return type;
    }

    private CelType typeOf(CelExpr e) {
        return bindings.substitute(types.getOrDefault(e.id(), CelType.ERROR), false);
    }

    private void report(long id, String message) {
        source.report(parsed.positions().getOrDefault(id, 0), message);
    }

    private static CelType constant(CelExpr e) {
        return switch (e.constant().getKind()) {
            case BOOLEAN_VALUE -> CelType.BOOL;
            case INT64_VALUE -> CelType.INT;
            case UINT64_VALUE -> CelType.UINT;
            case DOUBLE_VALUE -> CelType.DOUBLE;
            case STRING_VALUE -> CelType.STRING;
            case BYTES_VALUE -> CelType.BYTES;
            case NULL_VALUE -> CelType.NULL;
            default -> CelType.ERROR;
        };
    }

    private CelType ident(CelExpr e) {
        String name = e.ident().name();
        CelType known = lookUp(name);
        if (known == null) {
            undeclared(e.id(), name);
            return CelType.ERROR;
        }
        return known;
    }

    private void undeclared(long id, String name) {
        report(id, "undeclared reference to '" + name + "' (in container '')");
    }

    private @Nullable CelType lookUp(String name) {
        String plain = name.startsWith(".") ? name.substring(1) : name;
        for (Map<String, CelType> scope : scopes) {
            CelType known = scope.get(plain);
            if (known != null) {
                return known;
            }
        }
        SchemaType variable = environment.variable(plain);
        if (variable != null) {
            return variable.type();
        }
        CelType type = TypeNames.find(plain);
        return type == null ? null : CelType.typeOf(type);
    }

    /// `a.b.c` when the expression spells a name, or null.
    private static @Nullable String qualifiedName(CelExpr e) {
        return switch (e.getKind()) {
            case IDENT -> e.ident().name();
            case SELECT -> {
                String prefix = e.select().testOnly() ? null : qualifiedName(e.select().operand());
                yield prefix == null ? null : prefix + "." + e.select().field();
            }
            default -> null;
        };
    }

    private CelType select(CelExpr e) {
        String name = e.select().testOnly() ? null : qualifiedName(e);
        CelType known = name == null || isShadowed(name) ? null : lookUp(name);
        if (known != null && name != null) {
            names.put(e.id(), name);
            return known;
        }
        check(e.select().operand());
        CelType result = field(e.id(), typeOf(e.select().operand()), e.select().field(), false);
        return e.select().testOnly() ? CelType.BOOL : result;
    }

    /// Whether a local variable hides the first part of a qualified name.
    private boolean isShadowed(String name) {
        int dot = name.indexOf('.');
        return dot > 0
                && scopes.stream().anyMatch(scope -> scope.containsKey(name.substring(0, dot)));
    }

    private CelType field(long id, CelType operand, String name, boolean isOptional) {
        CelType target = operand.isOptional() ? operand.params().getFirst() : operand;
        CelType result = CelType.ERROR;
        switch (target.kind()) {
            case MAP -> result = target.params().get(1);
            case OBJECT -> {
                SchemaType.Property property =
                        target.object() == null ? null : target.object().field(name);
                if (property == null) {
                    report(id, "undefined field '" + name + "'");
                } else {
                    result = property.type().type();
                }
            }
            case PARAM -> {
                bindings.assign(CelType.DYN, target);
                result = CelType.DYN;
            }
            default -> {
                if (!Bindings.isOpen(target)) {
                    report(id, "type '" + target + "' does not support field selection");
                }
                result = CelType.DYN;
            }
        }
        return operand.isOptional() || isOptional ? CelType.optional(result) : result;
    }

    private CelType call(CelExpr e) {
        String function = e.call().function();
        if (function.equals("_?._")) {
            return optionalSelect(e);
        }
        e.call().args().forEach(this::check);
        if (e.call().target().isEmpty()) {
            String plain = function.startsWith(".") ? function.substring(1) : function;
            if (Functions.named(plain).isEmpty()) {
                undeclared(e.id(), function);
                return CelType.ERROR;
            }
            return resolve(e, plain, null);
        }
        CelExpr target = e.call().target().get();
        String prefix = qualifiedName(target);
        if (prefix != null && !Functions.named(prefix + "." + function).isEmpty()) {
            names.put(e.id(), prefix + "." + function);
            return resolve(e, prefix + "." + function, null);
        }
        check(target);
        if (Functions.named(function).isEmpty()) {
            undeclared(e.id(), function);
            return CelType.ERROR;
        }
        return resolve(e, function, target);
    }

    private CelType optionalSelect(CelExpr e) {
        CelExpr operand = e.call().args().get(0);
        CelExpr field = e.call().args().get(1);
        check(operand);
        types.put(field.id(), CelType.STRING);
        return field(e.id(), typeOf(operand), field.constant().stringValue(), true);
    }

    private CelType resolve(CelExpr e, String function, @Nullable CelExpr target) {
        List<CelType> given = new ArrayList<>();
        if (target != null) {
            given.add(typeOf(target));
        }
        e.call().args().forEach(argument -> given.add(typeOf(argument)));
        List<Overload> matching = new ArrayList<>();
        CelType result = null;
        for (Overload overload : Functions.named(function)) {
            if (overload.isMember() != (target != null)) {
                continue;
            }
            Map<String, CelType> fresh = new HashMap<>();
            List<CelType> wanted =
                    overload.arguments().stream().map(type -> fresh(type, fresh)).toList();
            if (bindings.assignAll(given, wanted)) {
                matching.add(overload);
                CelType one = bindings.substitute(fresh(overload.result(), fresh), false);
                result = result == null || result.equals(one) ? one : CelType.DYN;
            }
        }
        if (result == null) {
            report(
                    e.id(),
                    "found no matching overload for '"
                            + function
                            + "' applied to '"
                            + signature(given, target != null)
                            + "'");
            return CelType.ERROR;
        }
        overloads.put(e.id(), List.copyOf(matching));
        return result;
    }

    private CelType fresh(CelType type, Map<String, CelType> fresh) {
        if (type.kind() == Kind.PARAM) {
            return fresh.computeIfAbsent(type.name(), _ -> freeParam());
        }
        return type.params().isEmpty()
                ? type
                : type.withParams(type.params().stream().map(part -> fresh(part, fresh)).toList());
    }

    private CelType freeParam() {
        return CelType.param("_var" + freeParams++);
    }

    private String signature(List<CelType> given, boolean isMember) {
        List<String> texts =
                given.stream().map(type -> bindings.substitute(type, true).toString()).toList();
        return isMember
                ? texts.getFirst()
                        + texts.stream().skip(1).collect(Collectors.joining(", ", ".(", ")"))
                : texts.stream().collect(Collectors.joining(", ", "(", ")"));
    }

    private CelType list(CelExpr e) {
        CelType element = null;
        List<CelExpr> elements = e.list().elements();
        for (int at = 0; at < elements.size(); at++) {
            CelExpr one = elements.get(at);
            check(one);
            CelType type = typeOf(one);
            if (e.list().optionalIndices().contains(at)) {
                type = unwrapped(one, type);
            }
            element = join(one, element, type);
        }
        return CelType.list(element == null ? freeParam() : element);
    }

    private CelType unwrapped(CelExpr e, CelType type) {
        if (type.isOptional()) {
            return type.params().getFirst();
        }
        if (!Bindings.isOpen(type)) {
            mismatch(e, CelType.optional(type), type);
        }
        return type;
    }

    private CelType join(CelExpr e, @Nullable CelType before, CelType now) {
        if (before == null) {
            return now;
        }
        if (bindings.assign(before, now)) {
            return Bindings.mostGeneral(before, now);
        }
        mismatch(e, before, now);
        return CelType.ERROR;
    }

    private void mismatch(CelExpr e, CelType expected, CelType found) {
        report(
                e.id(),
                "expected type '"
                        + bindings.substitute(expected, true)
                        + "' but found '"
                        + bindings.substitute(found, true)
                        + "'");
    }

    private CelType map(CelExpr e) {
        CelType key = null;
        CelType value = null;
        for (CelExpr.CelMap.Entry entry : e.map().entries()) {
            check(entry.key());
            key = join(entry.key(), key, typeOf(entry.key()));
            check(entry.value());
            CelType type = typeOf(entry.value());
            value =
                    join(
                            entry.value(),
                            value,
                            entry.optionalEntry() ? unwrapped(entry.value(), type) : type);
        }
        return CelType.map(key == null ? freeParam() : key, value == null ? freeParam() : value);
    }

    private CelType struct(CelExpr e) {
        String name = e.struct().messageName();
        SchemaType.ObjectOf type =
                environment.struct(name.startsWith(".") ? name.substring(1) : name);
        if (type == null) {
            undeclared(e.id(), name);
            return CelType.ERROR;
        }
        for (CelExpr.CelStruct.Entry entry : e.struct().entries()) {
            check(entry.value());
            CelType given = typeOf(entry.value());
            if (entry.optionalEntry()) {
                given = unwrapped(entry.value(), given);
            }
            SchemaType.Property property = type.field(entry.fieldKey());
            CelType wanted = property == null ? null : property.type().type();
            // A field that is not there has the type '' in upstream's words.
            if (wanted == null || !bindings.assign(wanted, given)) {
                report(
                        entry.id(),
                        "expected type of field '"
                                + entry.fieldKey()
                                + "' is '"
                                + (wanted == null ? "" : wanted)
                                + "' but provided type is '"
                                + bindings.substitute(given, true)
                                + "'");
            }
        }
        return type.type();
    }

    private CelType comprehension(CelExpr e) {
        CelComprehension loop = e.comprehension();
        check(loop.iterRange());
        check(loop.accuInit());
        CelType range = typeOf(loop.iterRange());
        CelType accu = typeOf(loop.accuInit());
        CelType first = CelType.ERROR;
        CelType second = CelType.ERROR;
        switch (range.kind()) {
            case LIST -> {
                boolean isPair = !loop.iterVar2().isEmpty();
                first = isPair ? CelType.INT : range.params().getFirst();
                second = range.params().getFirst();
            }
            case MAP -> {
                first = range.params().get(0);
                second = range.params().get(1);
            }
            case DYN, ERROR -> {
                first = CelType.DYN;
                second = CelType.DYN;
            }
            case PARAM -> {
                bindings.assign(CelType.DYN, range);
                first = CelType.DYN;
                second = CelType.DYN;
            }
            default ->
                    report(
                            loop.iterRange().id(),
                            "expression of type '"
                                    + range
                                    + "' cannot be range of a comprehension (must be list, map, or dynamic)");
        }
        scopes.push(Map.of(loop.accuVar(), accu));
        Map<String, CelType> variables = new HashMap<>(Map.of(loop.iterVar(), first));
        if (!loop.iterVar2().isEmpty()) {
            variables.put(loop.iterVar2(), second);
        }
        scopes.push(variables);
        check(loop.loopCondition());
        require(loop.loopCondition(), CelType.BOOL);
        check(loop.loopStep());
        require(loop.loopStep(), accu);
        scopes.pop();
        check(loop.result());
        scopes.pop();
        return bindings.substitute(typeOf(loop.result()), false);
    }

    private void require(CelExpr e, CelType type) {
        if (!bindings.assign(type, typeOf(e))) {
            mismatch(e, type, typeOf(e));
        }
    }
}
