package io.djong.cel;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.djong.meta.Quantity;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `semver('1.2.3')`.
///
/// @spec https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-semver-library Semantic versions
final class Semvers {

    private static final String NUMBER = "(0|[1-9][0-9]*)";
    private static final String LABELS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final Pattern STRICT =
            Pattern.compile(
                    "^"
                            + NUMBER
                            + "\\."
                            + NUMBER
                            + "\\."
                            + NUMBER
                            + "(?:-("
                            + LABELS
                            + "))?(?:\\+("
                            + LABELS
                            + "))?$");

    /// `v1.2` and `01.2.3` too.
    private static final Pattern TOLERANT =
            Pattern.compile(
                    "^v?([0-9]+)(?:\\.([0-9]+))?(?:\\.([0-9]+))?(?:-("
                            + LABELS
                            + "))?(?:\\+("
                            + LABELS
                            + "))?$");

    record Semver(
            BigInteger major, BigInteger minor, BigInteger patch, List<String> labels, String build)
            implements Comparable<Semver> {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Semver that && compareTo(that) == 0;
        }

        @Override
        public int hashCode() {
            return List.of(major, minor, patch, labels).hashCode();
        }

        @Override
        public int compareTo(Semver other) {
            int order = major.compareTo(other.major);
            order = order != 0 ? order : minor.compareTo(other.minor);
            order = order != 0 ? order : patch.compareTo(other.patch);
            return order != 0 ? order : compareLabels(other);
        }

        private int compareLabels(Semver other) {
            if (labels.isEmpty() || other.labels.isEmpty()) {
                return Boolean.compare(labels.isEmpty(), other.labels.isEmpty());
            }
            for (int at = 0; at < Math.min(labels.size(), other.labels.size()); at++) {
                int order = compareLabel(labels.get(at), other.labels.get(at));
                if (order != 0) {
                    return order;
                }
            }
            return Integer.compare(labels.size(), other.labels.size());
        }

        private static int compareLabel(String one, String other) {
            boolean isNumber = isNumber(one);
            if (isNumber != isNumber(other)) {
                return isNumber ? -1 : 1;
            }
            int order =
                    isNumber
                            ? new BigInteger(one).compareTo(new BigInteger(other))
                            : Strings.compare(one, other);
            return Integer.signum(order);
        }
    }

    private Semvers() {}

    static void addTo(Map<String, Library.Function> all) {
        all.put("semver", args -> parse(args));
        all.put("isSemver", args -> isSemver(args));
        all.put("major", args -> semver(args[0]).major().longValue());
        all.put("minor", args -> semver(args[0]).minor().longValue());
        all.put("patch", args -> semver(args[0]).patch().longValue());
    }

    private static Semver semver(Object value) {
        if (value instanceof Semver semver) {
            return semver;
        }
        throw EvaluationException.noSuchOverload();
    }

    /// Of quantities or versions, which share the functions' names.
    static int compare(Object one, Object other) {
        if (one instanceof Quantity left && other instanceof Quantity right) {
            return left.compareTo(right);
        }
        return semver(one).compareTo(semver(other));
    }

    private static boolean isSemver(Object[] args) {
        try {
            parse(args);
            return true;
        } catch (EvaluationException malformed) {
            return false;
        }
    }

    private static Semver parse(Object[] args) {
        String text = Strings.text(args[0]);
        boolean isTolerant = args.length > 1 && Boolean.TRUE.equals(args[1]);
        Matcher matcher = (isTolerant ? TOLERANT : STRICT).matcher(text);
        if (!matcher.matches()) {
            throw new EvaluationException(complaint(text));
        }
        String labels = matcher.group(4);
        List<String> parts = labels == null ? List.of() : Arrays.asList(labels.split("\\."));
        for (String part : parts) {
            if (isNumber(part) && part.length() > 1 && part.startsWith("0")) {
                throw new EvaluationException(
                        "Numeric PreRelease version must not contain leading zeroes "
                                + Strings.quoted(part));
            }
        }
        return new Semver(
                number(matcher.group(1)),
                number(matcher.group(2)),
                number(matcher.group(3)),
                parts,
                matcher.group(5) == null ? "" : matcher.group(5));
    }

    private static boolean isNumber(String label) {
        return label.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static BigInteger number(@Nullable String text) {
        return text == null ? BigInteger.ZERO : new BigInteger(text);
    }

    private static String complaint(String text) {
        if (text.isEmpty()) {
            return "Version string empty";
        }
        if (text.split("\\.", 3).length != 3) {
            return "No Major.Minor.Patch elements found";
        }
        return "Invalid character(s) found in version " + Strings.quoted(text);
    }
}
