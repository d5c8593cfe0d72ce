package io.djong.apiserver.resources.apps;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.resources.core.ClaimValidation;
import io.djong.apiserver.resources.core.PodTemplateValidation;
import io.djong.apiserver.resources.core.WorkloadValidation;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.ObjectMetaRules;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a StatefulSet must be like.
final class StatefulSetValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final Set<String> MUTABLE =
            Set.of(
                    "replicas",
                    "ordinals",
                    "template",
                    "updateStrategy",
                    "revisionHistoryLimit",
                    "persistentVolumeClaimRetentionPolicy",
                    "minReadySeconds");
    private static final String ONLY =
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

    private StatefulSetValidation() {}

    static void validate(Fields object, boolean creating, FieldErrors errors) {
        Fields spec = object.fields("spec");
        String policy = spec.string("podManagementPolicy");
        if (policy.isEmpty()) {
            errors.required(SPEC.child("podManagementPolicy"), "");
        } else if (!policy.equals("OrderedReady") && !policy.equals("Parallel")) {
            errors.invalid(
                    SPEC.child("podManagementPolicy"),
                    policy,
                    "must be 'OrderedReady' or 'Parallel'");
        }
        strategy(spec.fields("updateStrategy"), SPEC.child("updateStrategy"), errors);
        Fields retention = spec.fields("persistentVolumeClaimRetentionPolicy");
        for (String when : List.of("whenDeleted", "whenScaled")) {
            Checks.supported(
                    retention.string(when),
                    List.of("Retain", "Delete"),
                    SPEC.child("persistentVolumeClaimRetentionPolicy", when),
                    errors);
        }
        WorkloadValidation.counts(spec, SPEC, errors, "replicas", "minReadySeconds");
        WorkloadValidation.counts(spec.fields("ordinals"), SPEC.child("ordinals"), errors, "start");
        template(spec, errors);
        if (creating) {
            claims(spec, errors);
        }
    }

    private static void template(Fields spec, FieldErrors errors) {
        Fields selector = spec.fieldsOrNull("selector");
        Fields template = spec.fields("template");
        FieldPath at = SPEC.child("template");
        WorkloadValidation.selector(selector, "statefulset", SPEC.child("selector"), errors);
        if (WorkloadValidation.isSelector(selector)) {
            WorkloadValidation.labels(selector, template, at, errors);
            // Upstream looks at the metadata twice, and at the pods' own subdomain not at all: it
            // is the set's.
            Fields metadata = template.fields("metadata");
            ObjectMetaRules.validateLabels(metadata.fields("labels"), at.child("labels"), errors);
            ObjectMetaRules.validateAnnotations(
                    metadata.fields("annotations"), at.child("annotations"), errors);
            Fields pods =
                    template.with(
                            "spec",
                            claimed(spec, template.fields("spec"))
                                    .without("subdomain")
                                    .without("hostname"));
            PodTemplateValidation.validate(pods, at, errors);
        } else {
            errors.invalid(SPEC.child("selector"), selector, "");
        }
        WorkloadValidation.runsForever(template, "StatefulSet", at, errors);
    }

    /// The pods as they will be: with a volume for each claim, before those of the template.
    private static Fields claimed(Fields spec, Fields pod) {
        List<Fields> claims = Trees.objects(spec, "volumeClaimTemplates");
        if (claims.isEmpty()) {
            return pod;
        }
        List<@Nullable Object> volumes = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        claims.forEach(claim -> names.add(Trees.name(claim)));
        for (String name : names) {
            volumes.add(
                    Fields.of(
                            "name",
                            name,
                            "persistentVolumeClaim",
                            Fields.of("claimName", name, "readOnly", false)));
        }
        for (Fields volume : Trees.objects(pod, "volumes")) {
            if (!names.contains(volume.string("name"))) {
                volumes.add(volume);
            }
        }
        return pod.with("volumes", volumes);
    }

    private static void strategy(Fields strategy, FieldPath path, FieldErrors errors) {
        Fields rolling = strategy.fieldsOrNull("rollingUpdate");
        switch (strategy.string("type")) {
            case "" -> errors.required(path, "");
            case "OnDelete" -> {
                if (rolling != null) {
                    errors.invalid(
                            path.child("rollingUpdate"),
                            internal(rolling),
                            "only allowed for updateStrategy 'RollingUpdate'");
                }
            }
            case "RollingUpdate" -> {
                if (rolling != null) {
                    WorkloadValidation.counts(
                            rolling, path.child("rollingUpdate"), errors, "partition");
                }
            }
            default ->
                    errors.invalid(
                            path,
                            Fields.of(
                                    "Type",
                                    strategy.string("type"),
                                    "RollingUpdate",
                                    rolling == null ? null : internal(rolling)),
                            "must be 'RollingUpdate' or 'OnDelete'");
        }
    }

    private static Fields internal(Fields rolling) {
        return Fields.of(
                "Partition",
                rolling.integer("partition"),
                "MaxUnavailable",
                rolling.value("maxUnavailable"));
    }

    private static void claims(Fields spec, FieldErrors errors) {
        List<Fields> claims = Trees.objects(spec, "volumeClaimTemplates");
        for (int i = 0; i < claims.size(); i++) {
            ClaimValidation.validateSpec(
                    claims.get(i).fields("spec"),
                    SPEC.child("volumeClaimTemplates").index(i).child("spec"),
                    errors);
        }
    }

    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validate(object, false, errors);
        Fields now = object.fields("spec");
        Fields old = before.fields("spec");
        for (String name : MUTABLE) {
            now = now.without(name);
            old = old.without(name);
        }
        if (!now.equals(old)) {
            errors.forbidden(SPEC, ONLY);
        }
    }
}
