package io.djong.cel;

import com.google.common.collect.ImmutableList;
import dev.cel.common.CelIssue;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelMacro;
import dev.cel.parser.CelMacroExprFactory;
import java.util.List;
import java.util.Optional;

/// The macros that Kubernetes has beyond the standard ones: optional values and comprehensions over two variables.
///
/// @spec https://pkg.go.dev/github.com/google/cel-go/ext#TwoVarComprehensions Two-variable comprehensions
final class Macros {

    private static final String AND = "_&&_";
    private static final String OR = "_||_";
    private static final String NOT = "!_";
    private static final String IF = "_?_:_";
    private static final String ADD = "_+_";
    private static final String LIVE = "@not_strictly_false";
    private static final String INSERT = "cel.@mapInsert";

    static final List<CelMacro> ALL =
            List.of(
                    CelMacro.newGlobalMacro("has", 1, Macros::has),
                    CelMacro.newReceiverMacro("optMap", 2, Macros::optMap),
                    CelMacro.newReceiverMacro("optFlatMap", 2, Macros::optFlatMap),
                    CelMacro.newReceiverMacro("all", 3, Macros::all),
                    CelMacro.newReceiverMacro("exists", 3, Macros::exists),
                    CelMacro.newReceiverMacro("existsOne", 3, Macros::existsOne),
                    CelMacro.newReceiverMacro("exists_one", 3, Macros::existsOne),
                    CelMacro.newReceiverMacro("transformList", 3, Macros::transformList),
                    CelMacro.newReceiverMacro("transformList", 4, Macros::transformList),
                    CelMacro.newReceiverMacro("transformMap", 3, Macros::transformMap),
                    CelMacro.newReceiverMacro("transformMap", 4, Macros::transformMap),
                    CelMacro.newReceiverMacro("transformMapEntry", 3, Macros::transformMapEntry),
                    CelMacro.newReceiverMacro("transformMapEntry", 4, Macros::transformMapEntry));

    private Macros() {}

    /// As the standard one, but complains about the argument where the argument is.
    private static Optional<CelExpr> has(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        CelExpr argument = args.getFirst();
        if (argument.getKind() == CelExpr.ExprKind.Kind.SELECT) {
            return Optional.of(
                    make.newSelect(argument.select().operand(), argument.select().field(), true));
        }
        return Optional.of(
                make.reportError(
                        CelIssue.formatError(
                                make.getSourceLocation(argument),
                                "invalid argument to has() macro")));
    }

    private static Optional<CelExpr> optMap(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        CelExpr mapped = make.newGlobalCall("optional.of", bind(make, target, args));
        return Optional.of(whenPresent(make, target, mapped));
    }

    private static Optional<CelExpr> optFlatMap(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        return Optional.of(whenPresent(make, target, bind(make, target, args)));
    }

    private static CelExpr whenPresent(CelMacroExprFactory make, CelExpr target, CelExpr then) {
        return make.newGlobalCall(
                IF,
                make.newReceiverCall("hasValue", make.copy(target)),
                then,
                make.newGlobalCall("optional.none"));
    }

    /// A loop over nothing whose accumulator is the variable.
    private static CelExpr bind(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        if (!isName(args.get(0))) {
            return make.reportError("optMap() variable name must be a simple identifier");
        }
        String name = args.get(0).ident().name();
        return make.fold(
                "#unused",
                make.newList(),
                name,
                make.newReceiverCall("value", make.copy(target)),
                make.newBoolLiteral(false),
                make.newIdentifier(name),
                args.get(1));
    }

    private static boolean isName(CelExpr argument) {
        return argument.getKind() == CelExpr.ExprKind.Kind.IDENT;
    }

    private static Optional<CelExpr> all(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        String accu = make.getAccumulatorVarName();
        return loop(
                make,
                target,
                args,
                make.newBoolLiteral(true),
                make.newGlobalCall(LIVE, make.newIdentifier(accu)),
                make.newGlobalCall(AND, make.newIdentifier(accu), args.get(2)),
                make.newIdentifier(accu));
    }

    private static Optional<CelExpr> exists(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        String accu = make.getAccumulatorVarName();
        return loop(
                make,
                target,
                args,
                make.newBoolLiteral(false),
                make.newGlobalCall(LIVE, make.newGlobalCall(NOT, make.newIdentifier(accu))),
                make.newGlobalCall(OR, make.newIdentifier(accu), args.get(2)),
                make.newIdentifier(accu));
    }

    private static Optional<CelExpr> existsOne(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        String accu = make.getAccumulatorVarName();
        CelExpr more = make.newGlobalCall(ADD, make.newIdentifier(accu), make.newIntLiteral(1));
        return loop(
                make,
                target,
                args,
                make.newIntLiteral(0),
                make.newBoolLiteral(true),
                make.newGlobalCall(IF, args.get(2), more, make.newIdentifier(accu)),
                make.newGlobalCall("_==_", make.newIdentifier(accu), make.newIntLiteral(1)));
    }

    private static Optional<CelExpr> transformList(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        String accu = make.getAccumulatorVarName();
        CelExpr step =
                make.newGlobalCall(
                        ADD, make.newIdentifier(accu), make.newList(args.get(args.size() - 1)));
        return collect(make, target, args, make.newList(), step);
    }

    private static Optional<CelExpr> transformMap(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        if (!isName(args.get(0))) {
            return Optional.of(make.reportError("argument must be a simple name"));
        }
        CelExpr step =
                make.newGlobalCall(
                        INSERT,
                        make.newIdentifier(make.getAccumulatorVarName()),
                        make.newIdentifier(args.get(0).ident().name()),
                        args.get(args.size() - 1));
        return collect(make, target, args, make.newMap(), step);
    }

    private static Optional<CelExpr> transformMapEntry(
            CelMacroExprFactory make, CelExpr target, ImmutableList<CelExpr> args) {
        CelExpr step =
                make.newGlobalCall(
                        INSERT,
                        make.newIdentifier(make.getAccumulatorVarName()),
                        args.get(args.size() - 1));
        return collect(make, target, args, make.newMap(), step);
    }

    private static Optional<CelExpr> collect(
            CelMacroExprFactory make,
            CelExpr target,
            ImmutableList<CelExpr> args,
            CelExpr nothing,
            CelExpr step) {
        String accu = make.getAccumulatorVarName();
        CelExpr filtered =
                args.size() == 4
                        ? make.newGlobalCall(IF, args.get(2), step, make.newIdentifier(accu))
                        : step;
        return loop(
                make,
                target,
                args,
                nothing,
                make.newBoolLiteral(true),
                filtered,
                make.newIdentifier(accu));
    }

    private static Optional<CelExpr> loop(
            CelMacroExprFactory make,
            CelExpr target,
            ImmutableList<CelExpr> args,
            CelExpr start,
            CelExpr condition,
            CelExpr step,
            CelExpr result) {
        if (!isName(args.get(0)) || !isName(args.get(1))) {
            return Optional.of(make.reportError("argument must be a simple name"));
        }
        String first = args.get(0).ident().name();
        String second = args.get(1).ident().name();
        if (first.equals(second)) {
            return Optional.of(make.reportError("duplicate variable name: " + second));
        }
        return Optional.of(
                make.fold(
                        first,
                        second,
                        target,
                        make.getAccumulatorVarName(),
                        start,
                        condition,
                        step,
                        result));
    }
}
