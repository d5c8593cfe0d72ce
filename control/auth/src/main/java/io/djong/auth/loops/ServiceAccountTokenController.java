package io.djong.auth.loops;

import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.auth.token.TokenIssuer;
import io.djong.client.Client;
import io.djong.client.Controller;
import io.djong.client.DeleteOptions;
import io.djong.client.Index;
import io.djong.client.Informers;
import io.djong.client.Lister;
import io.djong.client.Reconciler;
import io.djong.client.Watches;
import io.djong.meta.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Fills the Secrets that ask for a token of a service account, and removes them with their account. Keys are secrets.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#token-controller Token controller
public final class ServiceAccountTokenController implements Reconciler<ObjectKey> {

    public static final String NAME = "serviceaccount-token-controller";

    private static final int WORKERS = 1;
    private static final String TYPE = "kubernetes.io/service-account-token";
    private static final String ACCOUNT_NAME = "kubernetes.io/service-account.name";
    private static final String ACCOUNT_UID = "kubernetes.io/service-account.uid";
    private static final String BY_ACCOUNT = "service-account";

    private final Lister<Secret> secrets;
    private final Lister<ServiceAccount> accounts;
    private final Client client;
    private final TokenIssuer issuer;
    private final byte[] authority;

    private ServiceAccountTokenController(
            Lister<Secret> secrets,
            Lister<ServiceAccount> accounts,
            Client client,
            TokenIssuer issuer,
            byte[] authority) {
        this.secrets = secrets;
        this.accounts = accounts;
        this.client = client;
        this.issuer = issuer;
        this.authority = authority;
    }

    /// @param authority the cluster's, as PEM, for `ca.crt`
    public static Controller<ObjectKey> create(
            Controller.Builder<ObjectKey> builder,
            Informers informers,
            TokenIssuer issuer,
            String authority) {
        Lister<Secret> secrets =
                informers.of(
                        Secret.KIND,
                        new Index<>(BY_ACCOUNT, ServiceAccountTokenController::accountsOf));
        Watches watches =
                Watches.of(Secret.KIND)
                        .and(
                                ServiceAccount.KIND,
                                change ->
                                        secrets
                                                .byIndex(
                                                        BY_ACCOUNT,
                                                        change.latest().key().toString())
                                                .stream()
                                                .map(Secret::key)
                                                .toList());
        return builder.build(
                new ServiceAccountTokenController(
                        secrets,
                        informers.of(ServiceAccount.KIND),
                        builder.client(),
                        issuer,
                        authority.getBytes(StandardCharsets.US_ASCII)),
                watches,
                WORKERS);
    }

    private static List<String> accountsOf(Secret secret) {
        return secret.type().equals(TYPE) ? List.of(accountKey(secret).toString()) : List.of();
    }

    private static ObjectKey accountKey(Secret secret) {
        return ObjectKey.of(
                secret.namespace(), secret.annotations().getOrDefault(ACCOUNT_NAME, ""));
    }

    @Override
    public Outcome reconcile(ObjectKey key) {
        secrets.find(key)
                .filter(secret -> secret.type().equals(TYPE) && !secret.isDeleting())
                .ifPresent(this::reconcile);
        return Outcome.settled();
    }

    private void reconcile(Secret secret) {
        Optional<ServiceAccount> account = accounts.find(accountKey(secret));
        if (account.isEmpty()) {
            // The account may only not have been seen yet, so the server is asked before anything
            // is deleted.
            account = client.find(ServiceAccount.KIND, accountKey(secret));
        }
        String uid = secret.annotations().getOrDefault(ACCOUNT_UID, "");
        boolean isOfAnother =
                account.isPresent() && !uid.isEmpty() && !uid.equals(account.get().uid());
        if (account.isEmpty() || isOfAnother) {
            client.deleteIfThere(Secret.KIND, secret.key(), DeleteOptions.PLAIN.only(secret.uid()));
            return;
        }
        Secret filled = filled(secret, account.get());
        if (!filled.equals(secret)) {
            client.update(filled);
        }
    }

    private Secret filled(Secret secret, ServiceAccount account) {
        Map<String, byte[]> data = new LinkedHashMap<>(secret.data());
        boolean isFilled =
                Arrays.equals(data.get("ca.crt"), authority)
                        && data.getOrDefault("namespace", new byte[0]).length > 0
                        && data.getOrDefault("token", new byte[0]).length > 0
                        && secret.annotations().containsKey(ACCOUNT_UID);
        if (isFilled) {
            return secret;
        }
        data.put("ca.crt", authority);
        data.put("namespace", secret.namespace().getBytes(StandardCharsets.UTF_8));
        if (data.getOrDefault("token", new byte[0]).length == 0) {
            data.put(
                    "token",
                    issuer.issueLegacy(account, secret).getBytes(StandardCharsets.US_ASCII));
        }
        Map<String, String> annotations = new LinkedHashMap<>(secret.annotations());
        annotations.put(ACCOUNT_NAME, account.name());
        annotations.put(ACCOUNT_UID, account.uid());
        return secret.withData(data).withMetadata(secret.metadata().withAnnotations(annotations));
    }
}
