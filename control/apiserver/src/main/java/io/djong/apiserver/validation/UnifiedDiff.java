package io.djong.apiserver.validation;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The difference of two values in Go's indented JSON, as a unified diff without file names.
///
/// @spec https://www.gnu.org/software/diffutils/manual/html_node/Detailed-Unified.html Unified format
public final class UnifiedDiff {

    private static final int CONTEXT = 3;

    private enum Kind {
        EQUAL,
        CHANGE
    }

    /// A run of lines in both texts that is equal or changed.
    private record Run(Kind kind, int fromA, int toA, int fromB, int toB) {}

    private final List<String> before;
    private final List<String> after;

    private UnifiedDiff(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
    }

    /// Both in the form that [GoForm] gives.
    public static String of(@Nullable Object before, @Nullable Object after) {
        return new UnifiedDiff(
                        List.of(GoText.indented(before).split("\n")),
                        List.of(GoText.indented(after).split("\n")))
                .text();
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (List<Run> hunk : hunks(runs())) {
            Run first = hunk.getFirst();
            Run last = hunk.getLast();
            text.append("@@ -")
                    .append(range(first.fromA, last.toA))
                    .append(" +")
                    .append(range(first.fromB, last.toB))
                    .append(" @@\n");
            for (Run run : hunk) {
                if (run.kind == Kind.EQUAL) {
                    append(text, ' ', before.subList(run.fromA, run.toA));
                } else {
                    append(text, '-', before.subList(run.fromA, run.toA));
                    append(text, '+', after.subList(run.fromB, run.toB));
                }
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, char mark, List<String> lines) {
        lines.forEach(line -> text.append(mark).append(line).append('\n'));
    }

    private static String range(int from, int to) {
        int length = to - from;
        if (length == 1) {
            return Integer.toString(from + 1);
        }
        return (length == 0 ? from : from + 1) + "," + length;
    }

    private List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        int a = 0;
        int b = 0;
        for (LineMatcher.Block block : new LineMatcher(before, after).blocks()) {
            if (a < block.before() || b < block.after()) {
                runs.add(new Run(Kind.CHANGE, a, block.before(), b, block.after()));
            }
            a = block.before() + block.size();
            b = block.after() + block.size();
            if (block.size() > 0) {
                runs.add(new Run(Kind.EQUAL, block.before(), a, block.after(), b));
            }
        }
        return runs;
    }

    /// Changes with the lines around them; those that are close share a hunk.
    private static List<List<Run>> hunks(List<Run> runs) {
        List<List<Run>> hunks = new ArrayList<>();
        List<Run> hunk = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (run.kind == Kind.CHANGE) {
                hunk.add(run);
                continue;
            }
            boolean first = i == 0;
            boolean last = i == runs.size() - 1;
            boolean splits = run.toA - run.fromA > 2 * CONTEXT;
            if (!first && (last || splits)) {
                hunk.add(head(run));
            }
            if (!first && !last && splits) {
                hunks.add(hunk);
                hunk = new ArrayList<>();
            }
            if (!last && (first || splits)) {
                hunk.add(tail(run));
            } else if (!first && !last) {
                hunk.add(run);
            }
        }
        if (hunk.stream().anyMatch(run -> run.kind == Kind.CHANGE)) {
            hunks.add(hunk);
        }
        return hunks;
    }

    private static Run head(Run run) {
        return new Run(
                run.kind,
                run.fromA,
                Math.min(run.toA, run.fromA + CONTEXT),
                run.fromB,
                Math.min(run.toB, run.fromB + CONTEXT));
    }

    private static Run tail(Run run) {
        return new Run(
                run.kind,
                Math.max(run.fromA, run.toA - CONTEXT),
                run.toA,
                Math.max(run.fromB, run.toB - CONTEXT),
                run.toB);
    }
}
