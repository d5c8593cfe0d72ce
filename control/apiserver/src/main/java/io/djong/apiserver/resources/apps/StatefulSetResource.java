package io.djong.apiserver.resources.apps;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.api.apps.v1.StatefulSet;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.core.PodDefaults;
import io.djong.apiserver.resources.core.PodTemplateCells;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// StatefulSets.
///
/// @spec https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ StatefulSets
final class StatefulSetResource implements KindRules {

    /// Pods are named after the set, and names of hosts are labels.
    @Override
    public Names.Rule nameRule() {
        return Names.Rule.LABEL;
    }

    @Override
    public Fields defaults(Fields object) {
        return always(object, "spec", StatefulSetResource::spec);
    }

    private static Fields spec(Fields given) {
        Fields spec = orElse(given, "replicas", 1L);
        spec = always(spec, "template", PodDefaults::template);
        spec = each(spec, "volumeClaimTemplates", StatefulSetResource::claim);
        spec = orElse(spec, "podManagementPolicy", "OrderedReady");
        spec = always(spec, "updateStrategy", StatefulSetResource::strategy);
        spec = orElse(spec, "revisionHistoryLimit", 10L);
        return always(
                spec,
                "persistentVolumeClaimRetentionPolicy",
                policy -> orElse(orElse(policy, "whenDeleted", "Retain"), "whenScaled", "Retain"));
    }

    private static Fields claim(Fields given) {
        Fields claim = given;
        claim = claim.with("kind", "PersistentVolumeClaim").with("apiVersion", "v1");
        claim = always(claim, "spec", spec -> orElse(spec, "volumeMode", "Filesystem"));
        return always(claim, "status", status -> orElse(status, "phase", "Pending"));
    }

    private static Fields strategy(Fields given) {
        Fields strategy = given;
        if (given.string("type").isEmpty()) {
            strategy =
                    always(
                            given.with("type", "RollingUpdate"),
                            "rollingUpdate",
                            rolling -> rolling);
        }
        return strategy.string("type").equals("RollingUpdate")
                ? within(strategy, "rollingUpdate", rolling -> orElse(rolling, "partition", 0L))
                : strategy;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        StatefulSetValidation.validate(object, true, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        StatefulSetValidation.validateUpdate(object, before, errors);
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        StatusCounts.validateStatefulSet(object, before, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Ready"),
                Column.AGE,
                Column.string("Containers").wide(),
                Column.string("Images").wide());
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        StatefulSet set = new StatefulSet(object);
        int wanted = Objects.requireNonNullElse(set.spec().replicas(), 0);
        List<@Nullable Object> cells = new ArrayList<>();
        cells.add(set.name());
        cells.add(set.status().readyReplicas() + "/" + wanted);
        cells.add(Ages.age(object, now));
        cells.add(PodTemplateCells.names(set.spec().template().spec()));
        cells.add(PodTemplateCells.images(set.spec().template().spec()));
        return cells;
    }
}
