package io.djong.apiserver.resources.coordination;

import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/architecture/leases/ Leases
public final class LeaseResource implements KindRules {

    private static final List<String> STRATEGIES = List.of("OldestEmulationVersion");

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        FieldPath path = FieldPath.of("spec");
        Long duration = spec.integerOrNull("leaseDurationSeconds");
        if (duration != null && duration <= 0) {
            errors.invalid(path.child("leaseDurationSeconds"), duration, "must be greater than 0");
        }
        Long transitions = spec.integerOrNull("leaseTransitions");
        if (transitions != null && transitions < 0) {
            errors.invalid(
                    path.child("leaseTransitions"),
                    transitions,
                    "must be greater than or equal to 0");
        }
        String strategy = spec.string("strategy");
        String preferred = spec.string("preferredHolder");
        if (!strategy.isEmpty() && !strategy.contains("/") && !STRATEGIES.contains(strategy)) {
            errors.notSupported(path.child("strategy"), strategy, STRATEGIES);
        }
        if (!preferred.isEmpty() && strategy.isEmpty()) {
            errors.forbidden(
                    path.child("preferredHolder"),
                    "may only be specified if `strategy` is defined");
        }
    }

    /// Coordinated leader election is off in 1.36, and so are its fields.
    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        return within(object, "spec", spec -> spec.without("strategy").without("preferredHolder"));
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return prepareForCreate(object, context);
    }

    @Override
    public boolean createsOnUpdate() {
        return true;
    }

    /// Kubelets and leader electors must see what they overwrite.
    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("Holder"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                object.fields("metadata").string("name"),
                object.fields("spec").string("holderIdentity"),
                Ages.age(object, now));
    }
}
