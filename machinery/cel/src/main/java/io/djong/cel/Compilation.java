package io.djong.cel;

/// What became of an expression.
public sealed interface Compilation {

    /// It can be evaluated.
    record Compiled(Program program) implements Compilation {}

    /// It is wrong.
    ///
    /// @param message all errors as upstream words them: `ERROR: <input>:1:5: ...` with the line and a caret below
    record Rejected(String message) implements Compilation {}
}
