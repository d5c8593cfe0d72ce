package io.djong.auth.loops;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.ObjectReference;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.auth.node.PodReferences;
import io.djong.auth.token.LegacyTokens;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.Informers;
import io.djong.client.Lister;
import io.djong.client.Patch;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// Marks tokens that were made for accounts unasked and have not been used for a year, and removes them a year later.
/// Keys are secrets.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#legacy-serviceaccount-token-cleaner Legacy ServiceAccount token cleaner
public final class LegacyTokenCleaner implements Reconciler<ObjectKey> {

    public static final String NAME = "legacy-serviceaccount-token-cleaner-controller";

    private static final int WORKERS = 1;
    private static final Duration UNUSED = Duration.ofDays(365);
    private static final Duration PERIOD = Duration.ofDays(1);

    private final Lister<Secret> secrets;
    private final Lister<ServiceAccount> accounts;
    private final Lister<Pod> pods;
    private final Client client;
    private final Clock clock;

    private LegacyTokenCleaner(Informers informers, Client client, Clock clock) {
        this.secrets = informers.of(Secret.KIND);
        this.accounts = informers.of(ServiceAccount.KIND);
        this.pods = informers.of(Pod.KIND);
        this.client = client;
        this.clock = clock;
    }

    public static Controller<ObjectKey> create(
            Controller.Builder<ObjectKey> builder, Informers informers, Clock clock) {
        return builder.build(
                new LegacyTokenCleaner(informers, builder.client(), clock),
                Watches.of(Secret.KIND),
                WORKERS);
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        Secret secret = secrets.find(key).orElse(null);
        if (secret == null || !secret.type().equals(LegacyTokens.TYPE) || secret.isDeleting()) {
            return Outcome.settled();
        }
        Instant latest = clock.now().minus(UNUSED);
        if (isOldAndUnused(secret, latest) && hasBeenTrackedSince(latest)) {
            markOrRemove(secret, date(latest));
        }
        return Outcome.again(PERIOD);
    }

    private void markOrRemove(Secret secret, LocalDate latest) {
        Optional<LocalDate> since =
                parsed(secret.labels().getOrDefault(LegacyTokens.INVALID_SINCE, ""));
        if (since.isEmpty()) {
            client.patch(
                    Secret.KIND,
                    secret.key(),
                    new Patch.Merge(
                            LegacyTokens.label(
                                    secret, LegacyTokens.INVALID_SINCE, date(clock.now()))));
        } else if (since.get().isBefore(latest)) {
            client.deleteIfThere(
                    Secret.KIND,
                    secret.key(),
                    new DeleteOptions(-1, "", "", secret.metadata().resourceVersion()));
        }
    }

    private boolean isOldAndUnused(Secret secret, Instant latest) {
        Instant created = secret.metadata().creationTimestamp();
        if (created == null || !created.isBefore(latest)) {
            return false;
        }
        String used = secret.labels().getOrDefault(LegacyTokens.LAST_USED, "");
        boolean isUsed =
                !used.isEmpty()
                        && parsed(used).map(day -> !day.isBefore(date(latest))).orElse(true);
        return !isUsed
                && wasMadeUnasked(secret)
                && pods.inNamespace(secret.namespace()).stream()
                        .noneMatch(pod -> PodReferences.usesSecret(pod, secret.name()));
    }

    /// Only such secrets are named by their account.
    private boolean wasMadeUnasked(Secret secret) {
        String name = secret.annotations().getOrDefault("kubernetes.io/service-account.name", "");
        String uid = secret.annotations().getOrDefault("kubernetes.io/service-account.uid", "");
        return accounts.find(ObjectKey.of(secret.namespace(), name))
                .filter(account -> uid.isEmpty() || uid.equals(account.uid()))
                .filter(account ->
                        account.secrets().stream()
                                .map(ObjectReference::name)
                                .anyMatch(secret.name()::equals))
                .isPresent();
    }

    /// Without a note of uses, a token that seems unused may be used every day.
    private boolean hasBeenTrackedSince(Instant latest) {
        return client.find(ConfigMap.KIND, LegacyTokens.TRACKING)
                .flatMap(note -> parsed(note.data().getOrDefault("since", "")))
                .map(since -> since.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                .filter(since -> !latest.isBefore(since))
                .isPresent();
    }

    private static LocalDate date(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static Optional<LocalDate> parsed(String date) {
        try {
            return date.isEmpty() ? Optional.empty() : Optional.of(LocalDate.parse(date));
        } catch (DateTimeParseException malformed) {
            return Optional.empty();
        }
    }
}
