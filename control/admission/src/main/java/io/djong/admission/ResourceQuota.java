package io.djong.admission;

import io.djong.api.quota.Evaluator;
import io.djong.api.quota.PodResources;
import io.djong.api.quota.Usage;
import io.djong.meta.ApiException;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Refuses what would exceed a quota of its namespace, and books what does not before it is stored.
///
/// Booking is optimistic: whoever comes second finds the quota changed, reads it again and checks again. In this
/// process requests to one namespace queue up instead, because a crowd of them would only conflict with each other.
///
/// @spec https://kubernetes.io/docs/concepts/policy/resource-quotas/ Resource Quotas
public final class ResourceQuota implements AdmissionPlugin {

    /// As upstream; each means that another server booked on the same quota at the same time.
    private static final int RETRIES = 3;

    /// Namespaces share locks; 64 keep busy ones apart without one lock for each that ever was.
    private static final int LOCKS = 64;

    private final QuotaAccess quotas;
    private final LimitedResources limited;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

    /// @param configuration a `ResourceQuotaConfiguration`
    public ResourceQuota(QuotaAccess quotas, Fields configuration) {
        this.quotas = quotas;
        this.limited = new LimitedResources(configuration);
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    /// @param charged what the request adds to this quota
    private record Booking(io.djong.api.core.v1.ResourceQuota quota, Usage charged) {}

    @Override
    public void validate(Review review) {
        Call call = review.call();
        if (call.namespace().isEmpty() || !call.subresource().isEmpty()) {
            return;
        }
        Evaluator evaluator = Evaluator.of(call.group(), call.resource());
        boolean isChecked =
                switch (review) {
                    case Review.Create _ -> true;
                    case Review.Update _ -> evaluator.changesOnUpdate();
                    case Review.Delete _, Review.Connect _ -> false;
                };
        if (!isChecked) {
            return;
        }
        List<io.djong.api.core.v1.ResourceQuota> observed = quotas.list(call.namespace());
        if (!limited.isNothing()) {
            requireCovered(review, evaluator, observed);
        }
        if (observed.isEmpty()) {
            return;
        }
        ReentrantLock lock = locks[Math.floorMod(call.namespace().hashCode(), LOCKS)];
        lock.lock();
        try {
            checkAndBook(review, evaluator);
        } finally {
            lock.unlock();
        }
    }

    private void requireCovered(
            Review review, Evaluator evaluator, List<io.djong.api.core.v1.ResourceQuota> observed) {
        Usage used = evaluator.usage(review.object());
        if (review instanceof Review.Update) {
            used = used.beyond(evaluator.usage(review.old()));
        }
        limited.requireCovered(
                review,
                evaluator,
                used,
                observed.stream()
                        .filter(quota -> isInScopes(evaluator, quota, review.object()))
                        .toList());
    }

    private void checkAndBook(Review review, Evaluator evaluator) {
        String namespace = review.call().namespace();
        List<io.djong.api.core.v1.ResourceQuota> current = quotas.list(namespace);
        List<String> open = current.stream().map(quota -> quota.name()).toList();
        for (int retry = 0; ; retry++) {
            List<Booking> bookings = new ArrayList<>();
            for (io.djong.api.core.v1.ResourceQuota quota : current) {
                if (open.contains(quota.name())) {
                    check(review, evaluator, quota).ifPresent(bookings::add);
                }
            }
            if (review.call().isDryRun()) {
                return;
            }
            List<String> refused = new ArrayList<>();
            for (Booking booking : bookings) {
                if (!book(booking, retry == RETRIES)) {
                    refused.add(booking.quota().name());
                }
            }
            if (refused.isEmpty()) {
                return;
            }
            open = refused;
            current = quotas.listFresh(namespace);
        }
    }

    /// False when somebody else has changed the quota.
    private boolean book(Booking booking, boolean isLastTry) {
        Fields status = booking.quota().fields().fields("status");
        Usage used = new Usage(PodResources.quantities(status.fields("used")));
        Fields.Builder written = new Fields.Builder(used.amounts().size());
        used.plus(booking.charged())
                .amounts()
                .forEach((name, amount) -> written.add(name, amount.toString()));
        try {
            quotas.updateStatus(
                    booking.quota()
                            .withFields(
                                    booking.quota()
                                            .fields()
                                            .with("status", status.with("used", written.build()))));
            return true;
        } catch (ApiException refused) {
            if (isLastTry || !refused.is(Reason.CONFLICT)) {
                throw refused;
            }
            return false;
        }
    }

    /// What has to be booked on a quota; empty when the object does not concern it.
    private static Optional<Booking> check(
            Review review, Evaluator evaluator, io.djong.api.core.v1.ResourceQuota quota) {
        Fields status = quota.fields().fields("status");
        Usage hard = new Usage(PodResources.quantities(status.fields("hard")));
        Set<String> names = evaluator.matching(hard.amounts().keySet());
        if (names.isEmpty() || !isInScopes(evaluator, quota, review.object())) {
            return Optional.empty();
        }
        evaluator
                .missing(names, review.object())
                .ifPresent(missing -> {
                    throw review.forbidden("failed quota: %s: %s".formatted(quota.name(), missing));
                });
        Usage used = new Usage(PodResources.quantities(status.fields("used")));
        if (!used.amounts().keySet().containsAll(names)) {
            throw review.forbidden(
                    "status unknown for quota: %s, resources: %s"
                            .formatted(quota.name(), String.join(",", names)));
        }
        Usage charged =
                charged(review, evaluator, quota).withoutZeros().only(hard.amounts().keySet());
        if (charged.isNothing()) {
            return Optional.empty();
        }
        Set<String> exceeding = used.plus(charged).only(charged.amounts().keySet()).exceeding(hard);
        if (!exceeding.isEmpty()) {
            throw review.forbidden(
                    "exceeded quota: %s, requested: %s, used: %s, limited: %s"
                            .formatted(
                                    quota.name(),
                                    charged.only(exceeding),
                                    used.only(exceeding),
                                    hard.only(exceeding)));
        }
        return Optional.of(new Booking(quota, charged));
    }

    private static Usage charged(
            Review review, Evaluator evaluator, io.djong.api.core.v1.ResourceQuota quota) {
        Usage usage = evaluator.usage(review.object());
        boolean wasCharged =
                review instanceof Review.Update && isInScopes(evaluator, quota, review.old());
        return wasCharged ? usage.beyond(evaluator.usage(review.old())) : usage;
    }

    private static boolean isInScopes(
            Evaluator evaluator, io.djong.api.core.v1.ResourceQuota quota, Fields object) {
        Fields spec = quota.fields().fields("spec");
        for (@Nullable Object scope : spec.list("scopes")) {
            Fields selector = Fields.of("scopeName", String.valueOf(scope), "operator", "Exists");
            if (!evaluator.isIn(selector, object)) {
                return false;
            }
        }
        for (Fields selector : PodTrees.objects(spec.fields("scopeSelector"), "matchExpressions")) {
            if (!evaluator.isIn(selector, object)) {
                return false;
            }
        }
        return true;
    }
}
