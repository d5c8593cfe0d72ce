package io.djong.cel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The text of an expression and what is wrong with it. Confined to one compilation.
final class Source {

    /// As many errors as are worth reading.
    private static final int ERRORS_MAX = 100;

    private record Issue(int line, int column, String message) {}

    private final String text;
    private final List<Issue> issues = new ArrayList<>();

    Source(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    boolean hasErrors() {
        return !issues.isEmpty();
    }

    /// @param line from 1
    /// @param column from 0
    void report(int line, int column, String message) {
        Issue issue = new Issue(line, column, message);
        if (issues.size() < ERRORS_MAX && !issues.contains(issue)) {
            issues.add(issue);
        }
    }

    /// @param offset in code points
    void report(int offset, String message) {
        int line = 1;
        int start = 0;
        int[] points = text.codePoints().toArray();
        for (int at = 0; at < Math.min(offset, points.length); at++) {
            if (points[at] == '\n') {
                line++;
                start = at + 1;
            }
        }
        report(line, offset - start, message);
    }

    /// All errors in the order of the text, each with its line and a caret.
    String display() {
        return issues.stream()
                .sorted(Comparator.comparingInt(Issue::line).thenComparingInt(Issue::column))
                .map(this::display)
                .collect(Collectors.joining("\n"));
    }

    private String display(Issue issue) {
        String head =
                "ERROR: <input>:%d:%d: %s".formatted(issue.line, issue.column + 1, issue.message);
        List<String> lines = text.lines().toList();
        if (issue.line < 1 || issue.line > lines.size()) {
            return head;
        }
        String line = lines.get(issue.line - 1).replace("\t", " ");
        return head + "\n | " + line + "\n | " + ".".repeat(Math.max(issue.column, 0)) + "^";
    }
}
