package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import org.jspecify.annotations.Nullable;

/// What the kinds that make pods from a template share.
public final class WorkloadValidation {

    private static final String MISMATCH = "`selector` does not match template `labels`";

    private WorkloadValidation() {}

    /// Whether the selector is one at all; an absent one selects nothing, which is well-formed.
    public static boolean isSelector(@Nullable Fields selector) {
        FieldErrors errors = new FieldErrors();
        LabelSelectorRules.validate(selector, FieldPath.ROOT, errors);
        return errors.isEmpty();
    }

    /// A selector that is there and selects something.
    ///
    /// @param kind as the message says it: `deployment`
    public static void selector(
            @Nullable Fields selector, String kind, FieldPath path, FieldErrors errors) {
        if (selector == null) {
            errors.required(path, "");
            return;
        }
        LabelSelectorRules.validate(selector, path, errors);
        if (LabelSelectorRules.isEmpty(selector)) {
            errors.invalid(path, Fields.EMPTY, "empty selector is invalid for " + kind);
        }
    }

    /// A template whose pods the selector selects.
    public static void labels(
            @Nullable Fields selector, Fields template, FieldPath path, FieldErrors errors) {
        Fields labels = template.fields("metadata").fields("labels");
        boolean everything = selector != null && LabelSelectorRules.isEmpty(selector);
        if (!everything && (selector == null || !LabelSelectorRules.matches(selector, labels))) {
            errors.invalid(
                    path.child("metadata", "labels"),
                    template.fields("metadata").value("labels"),
                    MISMATCH);
        }
    }

    /// Pods of workloads run until they are told to stop.
    ///
    /// @param kind as the message says it: `ReplicaSet`
    public static void runsForever(
            Fields template, String kind, FieldPath path, FieldErrors errors) {
        String policy = template.fields("spec").string("restartPolicy");
        if (!policy.equals("Always")) {
            errors.notSupported(path.child("spec", "restartPolicy"), policy, "Always");
        }
        if (Trees.isSet(template.fields("spec"), "activeDeadlineSeconds")) {
            errors.forbidden(
                    path.child("spec", "activeDeadlineSeconds"),
                    "activeDeadlineSeconds in " + kind + " is not Supported");
        }
    }

    public static void counts(Fields spec, FieldPath path, FieldErrors errors, String... names) {
        for (String name : names) {
            Checks.notNegative(spec.integerOrNull(name), path.child(name), errors);
        }
    }

    /// A number or a percentage, not below zero.
    public static void amount(@Nullable Object amount, FieldPath path, FieldErrors errors) {
        if (amount instanceof String text) {
            errors.invalid(path, text, Names.percent(text));
        } else if (amount instanceof Number number) {
            Checks.notNegative(number.longValue(), path, errors);
        }
    }

    /// The number in an amount, be it a percentage.
    public static long size(@Nullable Object amount) {
        if (amount instanceof String text) {
            return text.matches("[0-9]{1,9}%")
                    ? Long.parseLong(text.substring(0, text.length() - 1))
                    : 0;
        }
        return amount instanceof Number number ? number.longValue() : 0;
    }

    public static void atMostAll(@Nullable Object amount, FieldPath path, FieldErrors errors) {
        if (amount instanceof String && size(amount) > 100) {
            errors.invalid(path, amount, "must not be greater than 100%");
        }
    }
}
