package io.djong.apiserver.resources.batch;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.core.PodTemplateValidation;
import io.djong.apiserver.resources.core.WorkloadValidation;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.DomainNames;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoForm;
import io.djong.apiserver.validation.LabelSelectorRules;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import io.djong.meta.tree.Views;
import java.util.List;
import java.util.Objects;

/// What a Job's `spec` must be like.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/job/ Jobs
final class JobValidation {

    private static final String INDEXED = "requires indexed completion mode";
    private static final int PARALLELISM_MAX = 100_000;
    private static final int MANAGER_MAX = 63;

    private final Fields spec;
    private final FieldPath path;
    private final FieldErrors errors;

    private JobValidation(Fields spec, FieldPath path, FieldErrors errors) {
        this.spec = spec;
        this.path = path;
        this.errors = errors;
    }

    /// What a Job and a CronJob's template share.
    static void validateSpec(Fields spec, FieldPath path, FieldErrors errors) {
        new JobValidation(spec, path, errors).validateAll();
    }

    static void validateCreate(Fields object, FieldErrors errors) {
        generatedSelector(object, errors);
        validateJob(object, errors);
        Fields spec = object.fields("spec");
        Long completions = spec.integerOrNull("completions");
        if (spec.string("completionMode").equals("Indexed")
                && completions != null
                && completions > 0) {
            String name = Trees.name(object);
            String host = name + "-" + (completions - 1);
            Names.dnsLabel(host)
                    .forEach(_ ->
                            errors.invalid(
                                    FieldPath.of("metadata", "name"),
                                    name,
                                    "will not able to create pod with invalid DNS label: " + host));
        }
    }

    private static void validateJob(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        FieldPath at = FieldPath.of("spec");
        validateSpec(spec, at, errors);
        Fields selector = spec.fieldsOrNull("selector");
        if (selector == null) {
            errors.required(at.child("selector"), "");
        }
        LabelSelectorRules.validate(selector, at.child("selector"), errors);
        if (WorkloadValidation.isSelector(selector)) {
            WorkloadValidation.labels(
                    selector, spec.fields("template"), at.child("template"), errors);
        }
    }

    private static void generatedSelector(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        Fields selector = spec.fieldsOrNull("selector");
        if (spec.bool("manualSelector") || selector == null) {
            return;
        }
        Fields metadata = object.fields("metadata");
        Fields labels = spec.fields("template").fields("metadata").fields("labels");
        Fields.Builder expected = Fields.builder();
        for (String prefix : List.of("", "batch.kubernetes.io/")) {
            expect(labels, prefix + "controller-uid", metadata.string("uid"), expected, errors);
            expect(labels, prefix + "job-name", metadata.string("name"), expected, errors);
        }
        if (WorkloadValidation.isSelector(selector)
                && !LabelSelectorRules.matches(selector, expected.build())) {
            errors.invalid(
                    FieldPath.of("spec", "selector"), selector, "`selector` not auto-generated");
        }
    }

    private static void expect(
            Fields labels, String name, String value, Fields.Builder expected, FieldErrors errors) {
        expected.add(name, value);
        FieldPath at = FieldPath.of("spec", "template", "metadata", "labels");
        if (!labels.has(name)) {
            errors.required(at.key(name), "must be '" + value + "'");
        } else if (!labels.string(name).equals(value)) {
            errors.invalid(at.key(name), labels, "must be '" + value + "'");
        }
    }

    private boolean isIndexed() {
        return spec.string("completionMode").equals("Indexed");
    }

    private void validateAll() {
        WorkloadValidation.counts(
                spec,
                path,
                errors,
                "parallelism",
                "completions",
                "activeDeadlineSeconds",
                "backoffLimit",
                "ttlSecondsAfterFinished",
                "backoffLimitPerIndex");
        Long failed = spec.integerOrNull("maxFailedIndexes");
        if (failed != null) {
            Checks.notNegative(failed, path.child("maxFailedIndexes"), errors);
            if (!Trees.isSet(spec, "backoffLimitPerIndex")) {
                errors.required(
                        path.child("backoffLimitPerIndex"), "when maxFailedIndexes is specified");
            }
        }
        manager();
        mode();
        if (Trees.isSet(spec, "podFailurePolicy")) {
            new FailurePolicyValidation(spec, path.child("podFailurePolicy"), errors).validate();
        }
        Fields success = spec.fieldsOrNull("successPolicy");
        if (success != null) {
            if (isIndexed()) {
                new SuccessPolicyValidation(spec, path.child("successPolicy"), errors).validate();
            } else {
                errors.invalid(
                        path.child("successPolicy"),
                        SuccessPolicyValidation.internal(success),
                        INDEXED);
            }
        }
        replacement();
        PodTemplateValidation.validate(spec.fields("template"), path.child("template"), errors);
        restart();
    }

    private void manager() {
        String manager = spec.stringOrNull("managedBy");
        if (manager == null) {
            return;
        }
        FieldPath at = path.child("managedBy");
        DomainNames.validate(manager, at, errors);
        if (manager.length() > MANAGER_MAX) {
            errors.tooLong(at, MANAGER_MAX);
        }
    }

    private void mode() {
        String mode = spec.stringOrNull("completionMode");
        if (mode == null) {
            // The template of a CronJob, whose jobs get their defaults when they are made.
            mode = "NonIndexed";
        }
        if (!mode.equals("NonIndexed") && !mode.equals("Indexed")) {
            errors.notSupported(path.child("completionMode"), mode, "NonIndexed", "Indexed");
        }
        Long completions = spec.integerOrNull("completions");
        Long failed = spec.integerOrNull("maxFailedIndexes");
        if (mode.equals("Indexed")) {
            if (completions == null) {
                errors.required(path.child("completions"), "when completion mode is Indexed");
            }
            if (spec.integer("parallelism") > PARALLELISM_MAX) {
                errors.invalid(
                        path.child("parallelism"),
                        spec.integer("parallelism"),
                        "must be less than or equal to 100000 when completion mode is Indexed");
            }
            if (completions != null && failed != null && failed > completions) {
                errors.invalid(
                        path.child("maxFailedIndexes"),
                        failed,
                        "must be less than or equal to completions");
            }
            return;
        }
        if (!mode.equals("NonIndexed")) {
            return;
        }
        for (String name : List.of("backoffLimitPerIndex", "maxFailedIndexes")) {
            if (Trees.isSet(spec, name)) {
                errors.invalid(path.child(name), spec.integer(name), INDEXED);
            }
        }
    }

    private void replacement() {
        String policy = spec.stringOrNull("podReplacementPolicy");
        if (policy == null) {
            return;
        }
        FieldPath at = path.child("podReplacementPolicy");
        if (Trees.isSet(spec, "podFailurePolicy")) {
            Checks.supported(policy, List.of("Failed"), at, errors);
        } else {
            Checks.supported(policy, List.of("Failed", "TerminatingOrFailed"), at, errors);
        }
    }

    private void restart() {
        FieldPath at = path.child("template", "spec", "restartPolicy");
        String policy = spec.fields("template").fields("spec").string("restartPolicy");
        switch (policy) {
            case "", "Always" -> errors.required(at, "valid values: \"OnFailure\", \"Never\"");
            case "OnFailure" -> {
                if (Trees.isSet(spec, "podFailurePolicy")) {
                    errors.invalid(
                            at,
                            policy,
                            "only \"Never\" is supported when podFailurePolicy is specified");
                }
            }
            case "Never" -> {}
            default -> errors.notSupported(at, policy, "OnFailure", "Never");
        }
    }

    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        // Upstream looks twice, and both count as causes.
        validateCreate(object, errors);
        validateJob(object, errors);
        Fields now = object.fields("spec");
        Fields old = before.fields("spec");
        FieldPath at = FieldPath.of("spec");
        boolean elastic =
                now.string("completionMode").equals("Indexed")
                        && Objects.equals(now.value("completions"), now.value("parallelism"));
        if (!elastic) {
            errors.immutable(
                    at.child("completions"), now.value("completions"), old.value("completions"));
        }
        errors.immutable(at.child("selector"), now.value("selector"), old.value("selector"));
        boolean suspended = old.bool("suspend") && isSuspended(before.fields("status"));
        template(
                now.fields("template"),
                old.fields("template"),
                suspended,
                at.child("template"),
                errors);
        errors.immutable(
                at.child("completionMode"),
                now.value("completionMode"),
                old.value("completionMode"));
        if (!Objects.equals(now.value("podFailurePolicy"), old.value("podFailurePolicy"))) {
            Fields policy = now.fieldsOrNull("podFailurePolicy");
            errors.invalid(
                    at.child("podFailurePolicy"),
                    policy == null ? null : FailurePolicyValidation.internal(policy),
                    FieldErrors.IMMUTABLE);
        }
        errors.immutable(
                at.child("backoffLimitPerIndex"),
                now.value("backoffLimitPerIndex"),
                old.value("backoffLimitPerIndex"));
        errors.immutable(at.child("managedBy"), now.value("managedBy"), old.value("managedBy"));
        if (!Objects.equals(now.value("successPolicy"), old.value("successPolicy"))) {
            Fields policy = now.fieldsOrNull("successPolicy");
            errors.invalid(
                    at.child("successPolicy"),
                    policy == null ? null : SuccessPolicyValidation.internal(policy),
                    FieldErrors.IMMUTABLE);
        }
    }

    private static boolean isSuspended(Fields status) {
        return status.value("startTime") == null
                && Trees.objects(status, "conditions").stream()
                        .anyMatch(condition ->
                                condition.string("type").equals("Suspended")
                                        && condition.string("status").equals("True"));
    }

    /// Before a suspended job has started, it can still be told where to run.
    private static void template(
            Fields now, Fields old, boolean suspended, FieldPath at, FieldErrors errors) {
        Fields kept = now;
        if (suspended) {
            for (String name : List.of("nodeSelector", "tolerations", "schedulingGates")) {
                kept =
                        kept.with(
                                "spec",
                                Views.set(
                                        kept.fields("spec"), name, old.fields("spec").value(name)));
            }
            for (String name : List.of("labels", "annotations")) {
                kept =
                        kept.with(
                                "metadata",
                                Views.set(
                                        kept.fields("metadata"),
                                        name,
                                        old.fields("metadata").value(name)));
            }
        }
        if (!kept.equals(old)) {
            errors.invalid(at, GoForm.of("PodTemplateSpec", now), FieldErrors.IMMUTABLE);
        }
    }
}
