package io.djong.cel;

import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.parser.CelParser;
import dev.cel.parser.CelParserFactory;
import dev.cel.parser.CelStandardMacro;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Text to syntax tree, by the parser of dev.cel; its errors in cel-go's words.
final class Frontend {

    /// Limits of cel-go's parser.
    private static final CelOptions OPTIONS =
            CelOptions.current()
                    .enableOptionalSyntax(true)
                    .enableQuotedIdentifierSyntax(true)
                    .enableHiddenAccumulatorVar(true)
                    .retainRepeatedUnaryOperators(false)
                    .maxParseRecursionDepth(250)
                    .populateMacroCalls(false)
                    .build();

    /// Loaded with the first expression: the grammar's tables take their time.
    private static final class Holder {
        static final CelParser PARSER =
                CelParserFactory.standardCelParserBuilder()
                        .setOptions(OPTIONS)
                        .setStandardMacros(
                                CelStandardMacro.STANDARD_MACROS.stream()
                                        .filter(macro -> macro != CelStandardMacro.HAS)
                                        .toList())
                        .addMacros(Macros.ALL)
                        .build();
    }

    /// @param positions offsets in code points by expression id
    record Parsed(CelExpr expression, Map<Long, Integer> positions) {}

    private Frontend() {}

    /// Null when there were errors, which are reported to `source`.
    static @Nullable Parsed parse(Source source) {
        CelValidationResult result =
                Holder.PARSER.parse(
                        CelSource.newBuilder(source.text()).setDescription("<input>").build());
        for (CelIssue issue : result.getAllIssues()) {
            source.report(
                    issue.getSourceLocation().getLine(),
                    issue.getSourceLocation().getColumn(),
                    reworded(issue, source.text()));
        }
        if (source.hasErrors()) {
            return null;
        }
        try {
            return new Parsed(
                    result.getAst().getExpr(), result.getAst().getSource().getPositionsMap());
        } catch (CelValidationException wrong) {
            source.report(1, 0, String.valueOf(wrong.getMessage()));
            return null;
        }
    }

    private static String reworded(CelIssue issue, String text) {
        String message = issue.getMessage();
        if (message.startsWith("The argument must be a simple name")) {
            String line =
                    text.lines()
                            .skip(Math.max(issue.getSourceLocation().getLine() - 1, 0))
                            .findFirst()
                            .orElse("");
            int column = Math.clamp(issue.getSourceLocation().getColumn(), 0, line.length());
            String before = line.substring(0, column).replaceAll("[ (]+$", "");
            return before.endsWith(".map") || before.endsWith(".filter")
                    ? "argument is not an identifier"
                    : "argument must be a simple name";
        }
        if (message.startsWith("Expression recursion limit exceeded. limit: ")) {
            return "expression recursion limit exceeded: "
                    + message.substring(message.lastIndexOf(' ') + 1);
        }
        boolean isOfGrammar =
                message.startsWith("mismatched input")
                        || message.startsWith("extraneous input")
                        || message.startsWith("no viable alternative")
                        || message.startsWith("missing ")
                        || message.startsWith("token recognition error");
        return isOfGrammar ? "Syntax error: " + message : message;
    }
}
