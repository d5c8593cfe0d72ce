package io.djong.apiserver.resources.batch;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// When an indexed Job has succeeded.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/#success-policy Success policy
final class SuccessPolicyValidation {

    private static final int RULES_MAX = 20;
    private static final int INDEXES_MAX = 64 * 1024;

    private final Fields spec;
    private final FieldPath path;
    private final FieldErrors errors;

    SuccessPolicyValidation(Fields spec, FieldPath path, FieldErrors errors) {
        this.spec = spec;
        this.path = path;
        this.errors = errors;
    }

    void validate() {
        List<Fields> rules = Trees.objects(spec.fields("successPolicy"), "rules");
        FieldPath at = path.child("rules");
        if (rules.isEmpty()) {
            errors.required(
                    at, "at least one rules must be specified when the successPolicy is specified");
        }
        if (rules.size() > RULES_MAX) {
            errors.tooMany(at, rules.size(), RULES_MAX);
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), at.index(i));
        }
    }

    private void rule(Fields rule, FieldPath at) {
        String indexes = rule.stringOrNull("succeededIndexes");
        Long count = rule.integerOrNull("succeededCount");
        if (indexes == null && count == null) {
            errors.required(
                    at, "at least one of succeededCount or succeededIndexes must be specified");
        }
        long total = 0;
        if (indexes != null) {
            if (indexes.length() > INDEXES_MAX) {
                errors.tooLong(at.child("succeededIndexes"), INDEXES_MAX);
            }
            try {
                total = indexes(indexes, spec.integer("completions"));
            } catch (IllegalArgumentException malformed) {
                errors.invalid(
                        at.child("succeededIndexes"),
                        indexes,
                        "error parsing succeededIndexes: " + malformed.getMessage());
            }
        }
        if (count == null) {
            return;
        }
        FieldPath field = at.child("succeededCount");
        Checks.notNegative(count, field, errors);
        long completions = spec.integer("completions");
        if (count > completions) {
            errors.invalid(
                    field,
                    count,
                    "must be less than or equal to "
                            + completions
                            + " (the number of specified completions)");
        }
        if (indexes != null && count > total) {
            errors.invalid(
                    field,
                    count,
                    "must be less than or equal to "
                            + total
                            + " (the number of indexes in the specified succeededIndexes field)");
        }
    }

    /// How many indexes a text like `0-2,5` names.
    ///
    /// @throws IllegalArgumentException with upstream's text
    private static long indexes(String text, long completions) {
        if (text.isEmpty()) {
            return 0;
        }
        long total = 0;
        long last = -1;
        for (String interval : text.split(",", -1)) {
            String[] limits = interval.split("-", -1);
            if (limits.length > 2) {
                throw new IllegalArgumentException(
                        "the fragment "
                                + GoText.quote(interval)
                                + " violates the requirement that an index interval can have at most two parts separated by '-'");
            }
            long first = number(limits[0], completions);
            if (first <= last) {
                throw new IllegalArgumentException(
                        "non-increasing order, previous: " + last + ", current: " + first);
            }
            long end = first;
            if (limits.length == 2) {
                end = number(limits[1], completions);
                if (end <= first) {
                    throw new IllegalArgumentException(
                            "non-increasing order, previous: " + first + ", current: " + end);
                }
            }
            total += end - first + 1;
            last = end;
        }
        return total;
    }

    private static long number(String text, long completions) {
        if (!text.matches("[+-]?[0-9]{1,18}")) {
            throw new IllegalArgumentException(
                    "cannot convert string to integer for index: " + GoText.quote(text));
        }
        long number = Long.parseLong(text);
        if (number >= completions) {
            throw new IllegalArgumentException("too large index: " + GoText.quote(text));
        }
        return number;
    }

    /// As upstream's internal type prints itself.
    static Fields internal(Fields policy) {
        List<@Nullable Object> rules = new ArrayList<>();
        for (Fields rule : Trees.objects(policy, "rules")) {
            rules.add(
                    Fields.of(
                            "SucceededIndexes", rule.value("succeededIndexes"),
                            "SucceededCount", rule.value("succeededCount")));
        }
        return Fields.of("Rules", rules.isEmpty() ? null : rules);
    }
}
