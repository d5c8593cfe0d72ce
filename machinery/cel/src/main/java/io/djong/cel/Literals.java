package io.djong.cel;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;

/// Finds literals that can only fail: malformed durations, timestamps and regular expressions.
final class Literals {

    private Literals() {}

    static void check(Checked checked, Source source) {
        check(checked.expression(), checked, source);
    }

    private static void check(CelExpr e, Checked checked, Source source) {
        switch (e.getKind()) {
            case SELECT -> check(e.select().operand(), checked, source);
            case CALL -> {
                e.call().target().ifPresent(target -> check(target, checked, source));
                e.call().args().forEach(arg -> check(arg, checked, source));
                call(e, checked, source);
            }
            case LIST -> e.list().elements().forEach(one -> check(one, checked, source));
            case MAP ->
                    e.map()
                            .entries()
                            .forEach(entry -> {
                                check(entry.key(), checked, source);
                                check(entry.value(), checked, source);
                            });
            case STRUCT ->
                    e.struct().entries().forEach(entry -> check(entry.value(), checked, source));
            case COMPREHENSION -> {
                check(e.comprehension().iterRange(), checked, source);
                check(e.comprehension().accuInit(), checked, source);
                check(e.comprehension().loopStep(), checked, source);
                check(e.comprehension().result(), checked, source);
            }
            case CONSTANT, IDENT, NOT_SET -> {}
        }
    }

    private static void call(CelExpr e, Checked checked, Source source) {
        String function = e.call().function();
        if (e.call().args().isEmpty()) {
            return;
        }
        boolean isMatches = function.equals("matches");
        CelExpr arg = e.call().args().getLast();
        boolean isText =
                arg.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                        && arg.constant().getKind() == CelConstant.Kind.STRING_VALUE;
        if (!isText
                || !(isMatches || function.equals("duration") || function.equals("timestamp"))) {
            return;
        }
        try {
            String text = arg.constant().stringValue();
            if (isMatches) {
                Pattern.compile(text);
            } else if (function.equals("duration")) {
                Times.duration(text);
            } else {
                Times.timestamp(text);
            }
        } catch (PatternSyntaxException | EvaluationException malformed) {
            source.report(
                    checked.positions().getOrDefault(arg.id(), 0),
                    "invalid " + function + " argument");
        }
    }
}
