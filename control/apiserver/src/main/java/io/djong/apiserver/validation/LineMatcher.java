package io.djong.apiserver.validation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds which lines two texts share, as Python's `difflib` and its Go port do: the longest block first, then left and right
/// of it, and lines that are very common in a long text begin no block.
///
/// Upstream's messages hold such diffs, so the choice among equally good ones has to be the same. Confined to a thread.
///
/// @spec https://docs.python.org/3/library/difflib.html#difflib.SequenceMatcher SequenceMatcher
final class LineMatcher {

    /// From so many lines on, popular ones are set aside.
    private static final int POPULAR_FROM = 200;

    /// More than this share of the lines is popular.
    private static final int POPULAR_SHARE = 100;

    private final List<String> before;
    private final List<String> after;
    private final Map<String, List<Integer>> places = new HashMap<>();

    /// So many lines are equal from `before` on in the one text and from `after` on in the other.
    record Block(int before, int after, int size) {}

    LineMatcher(List<String> before, List<String> after) {
        this.before = before;
        this.after = after;
        for (int i = 0; i < after.size(); i++) {
            places.computeIfAbsent(after.get(i), _ -> new ArrayList<>()).add(i);
        }
        int lines = after.size();
        if (lines >= POPULAR_FROM) {
            places.values().removeIf(found -> found.size() > lines / POPULAR_SHARE + 1);
        }
    }

    /// In order, neighbours joined; the last is empty and marks the ends.
    List<Block> blocks() {
        List<Block> found = new ArrayList<>();
        collect(0, before.size(), 0, after.size(), found);
        found.sort(Comparator.comparingInt(Block::before).thenComparingInt(Block::after));
        List<Block> joined = new ArrayList<>();
        Block current = new Block(0, 0, 0);
        for (Block block : found) {
            if (current.before + current.size == block.before
                    && current.after + current.size == block.after) {
                current = new Block(current.before, current.after, current.size + block.size);
            } else {
                if (current.size > 0) {
                    joined.add(current);
                }
                current = block;
            }
        }
        if (current.size > 0) {
            joined.add(current);
        }
        joined.add(new Block(before.size(), after.size(), 0));
        return joined;
    }

    private void collect(int fromA, int toA, int fromB, int toB, List<Block> found) {
        Block longest = longest(fromA, toA, fromB, toB);
        if (longest.size == 0) {
            return;
        }
        if (fromA < longest.before && fromB < longest.after) {
            collect(fromA, longest.before, fromB, longest.after, found);
        }
        found.add(longest);
        int endA = longest.before + longest.size;
        int endB = longest.after + longest.size;
        if (endA < toA && endB < toB) {
            collect(endA, toA, endB, toB, found);
        }
    }

    private Block longest(int fromA, int toA, int fromB, int toB) {
        int bestA = fromA;
        int bestB = fromB;
        int best = 0;
        Map<Integer, Integer> lengths = Map.of();
        for (int i = fromA; i < toA; i++) {
            Map<Integer, Integer> next = new HashMap<>();
            for (int j : places.getOrDefault(before.get(i), List.of())) {
                if (j < fromB) {
                    continue;
                }
                if (j >= toB) {
                    break;
                }
                int length = lengths.getOrDefault(j - 1, 0) + 1;
                next.put(j, length);
                if (length > best) {
                    bestA = i - length + 1;
                    bestB = j - length + 1;
                    best = length;
                }
            }
            lengths = next;
        }
        // Popular lines begin no block, but they may lengthen one.
        while (bestA > fromA && bestB > fromB && same(bestA - 1, bestB - 1)) {
            bestA--;
            bestB--;
            best++;
        }
        while (bestA + best < toA && bestB + best < toB && same(bestA + best, bestB + best)) {
            best++;
        }
        return new Block(bestA, bestB, best);
    }

    private boolean same(int a, int b) {
        return before.get(a).equals(after.get(b));
    }
}
