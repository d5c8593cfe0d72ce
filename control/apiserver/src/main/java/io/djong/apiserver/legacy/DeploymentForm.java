package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;

/// Deployments of `extensions/v1beta1`, `apps/v1beta1` and `apps/v1beta2`. A wish to roll back was a field once; today's
/// version keeps it in an annotation.
final class DeploymentForm implements LegacyForm {

    private static final String ROLLBACK = "deprecated.deployment.rollback.to";
    private static final long DEADLINE_SECONDS = 600;

    private final String version;

    DeploymentForm(String version) {
        this.version = version;
    }

    @Override
    public Fields defaults(Fields old) {
        return switch (version) {
            case "extensions/v1beta1" ->
                    defaults(
                            WorkloadDefaults.labelled(old),
                            1L,
                            WorkloadDefaults.UNLIMITED,
                            WorkloadDefaults.UNLIMITED);
            case "apps/v1beta1" ->
                    defaults(WorkloadDefaults.labelled(old), "25%", 2, DEADLINE_SECONDS);
            default -> old;
        };
    }

    private static Fields defaults(Fields old, Object share, long history, long deadline) {
        return within(
                old,
                "spec",
                spec ->
                        orElse(
                                orElse(
                                        WorkloadDefaults.rolling(spec, "strategy", share, share),
                                        "revisionHistoryLimit",
                                        history),
                                "progressDeadlineSeconds",
                                deadline));
    }

    @Override
    public Fields toToday(Fields old) {
        Fields rollback = old.fields("spec").fieldsOrNull("rollbackTo");
        if (!version.equals("apps/v1beta2") && rollback != null) {
            Fields rest = old.with("spec", old.fields("spec").without("rollbackTo"));
            return Moves.annotated(rest, ROLLBACK, Long.toString(rollback.integer("revision")));
        }
        return old;
    }

    @Override
    public Fields toOld(Fields today) {
        Long revision = Numbers.parse(Moves.annotation(today, ROLLBACK));
        if (version.equals("apps/v1beta2") || revision == null) {
            return today;
        }
        Fields rollback = revision == 0 ? Fields.EMPTY : Fields.of("revision", revision);
        return Moves.unannotated(today, ROLLBACK).withAt(rollback, "spec", "rollbackTo");
    }
}
