package io.djong.cel;

/// Compiles expressions.
public final class Cel {

    private Cel() {}

    /// @param environment what the expression may refer to
    public static Compilation compile(String expression, Environment environment) {
        Source source = new Source(expression);
        Frontend.Parsed parsed = Frontend.parse(source);
        if (source.hasErrors() || parsed == null) {
            return new Compilation.Rejected(source.display());
        }
        Checker checker = new Checker(environment, parsed, source);
        Checked checked = checker.check();
        if (source.hasErrors()) {
            return new Compilation.Rejected(source.display());
        }
        Literals.check(checked, source);
        if (source.hasErrors()) {
            return new Compilation.Rejected(source.display());
        }
        CostEstimate estimate = new CostEstimator(checked, environment).estimate();
        Node root = new Planner(checked, environment).plan(checked.expression());
        return new Compilation.Compiled(
                new Program(
                        expression,
                        checked.type(checked.expression()),
                        estimate,
                        root,
                        environment));
    }
}
