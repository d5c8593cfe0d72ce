package io.djong.apiserver.security;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.PersistentVolume;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.api.rbac.v1.ClusterRole;
import io.djong.api.rbac.v1.ClusterRoleBinding;
import io.djong.api.rbac.v1.Role;
import io.djong.api.rbac.v1.RoleBinding;
import io.djong.api.resource.v1.ResourceSlice;
import io.djong.api.storage.v1.VolumeAttachment;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.StoreLookup;
import io.djong.auth.Attributes;
import io.djong.auth.Authenticator;
import io.djong.auth.Authorizer;
import io.djong.auth.Authorizers;
import io.djong.auth.ClientCertificates;
import io.djong.auth.FrontProxy;
import io.djong.auth.Impersonation;
import io.djong.auth.RequestAuthenticator;
import io.djong.auth.config.AuthorizationSettings.Mode;
import io.djong.auth.node.NodeAuthorizer;
import io.djong.auth.oidc.JwtAuthenticator;
import io.djong.auth.oidc.JwtSettings;
import io.djong.auth.rbac.BootstrapPolicy;
import io.djong.auth.rbac.EscalationCheck;
import io.djong.auth.rbac.RbacAuthorizer;
import io.djong.auth.review.AccessReviews;
import io.djong.auth.token.BearerAuthenticator;
import io.djong.auth.token.BootstrapTokens;
import io.djong.auth.token.ServiceAccountTokens;
import io.djong.auth.token.StaticTokens;
import io.djong.auth.token.TokenAuthenticator;
import io.djong.auth.token.TokenIssuer;
import io.djong.auth.token.TokenRequests;
import io.djong.auth.token.TokenReviews;
import io.djong.auth.webhook.AccessWebhook;
import io.djong.auth.webhook.TokenWebhook;
import io.djong.client.Lookup;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Authentication and authorization of one API server, in the order in which they are asked.
///
/// @param authorizer all of them: masters first
/// @param closing clients of programs that are asked
public record Security(
        SecurityConfig config,
        Authenticator authenticator,
        Authorizer authorizer,
        Impersonation impersonation,
        EscalationCheck escalation,
        AccessReviews accessReviews,
        TokenRequests tokenRequests,
        TokenReviews tokenReviews,
        List<AutoCloseable> closing)
        implements AutoCloseable {

    private static final Log LOG = Log.of(Security.class);
    private static final String RBAC_GROUP = ".rbac.authorization.k8s.io/";

    /// @param legacyUse told of the secret of a legacy token on its first use of a day
    public static Security over(
            Objects objects,
            SecurityConfig config,
            Threads threads,
            Clock clock,
            RandomGenerator random,
            Consumer<Secret> legacyUse) {
        RbacAuthorizer rbac =
                new RbacAuthorizer(
                        lookup(objects, Role.KIND),
                        lookup(objects, RoleBinding.KIND),
                        lookup(objects, ClusterRole.KIND),
                        lookup(objects, ClusterRoleBinding.KIND));
        objects.listen((key, _) -> {
            if (key.contains(RBAC_GROUP)) {
                rbac.changed();
            }
        });
        List<AutoCloseable> closing = new ArrayList<>();
        Authorizer authorizer = authorizer(objects, config, rbac, threads, clock, closing);
        BearerAuthenticator bearer = bearer(objects, config, threads, clock, closing, legacyUse);
        List<Authenticator> authenticators = new ArrayList<>();
        config.authentication()
                .frontProxy()
                .ifPresent(proxy ->
                        authenticators.add(
                                new FrontProxy(
                                        proxy::authorities,
                                        proxy.allowedNames(),
                                        proxy.names(),
                                        clock)));
        authenticators.add(new ClientCertificates(config.clientAuthorities(), clock));
        authenticators.add(bearer);
        return new Security(
                config,
                new RequestAuthenticator(
                        authenticators, config.authentication().anonymous()::isWelcome),
                authorizer,
                new Impersonation(authorizer),
                new EscalationCheck(rbac, authorizer),
                new AccessReviews(authorizer, rbac),
                new TokenRequests(
                        new TokenIssuer(
                                config.issuers().getFirst(),
                                config.tokenKey(),
                                config.tokenKeys().getFirst(),
                                clock,
                                random),
                        config.apiAudiences(),
                        lookup(objects, ServiceAccount.KIND),
                        lookup(objects, Pod.KIND),
                        lookup(objects, Secret.KIND),
                        lookup(objects, Node.KIND),
                        clock),
                new TokenReviews(bearer),
                List.copyOf(closing));
    }

    private static Authorizer authorizer(
            Objects objects,
            SecurityConfig config,
            RbacAuthorizer rbac,
            Threads threads,
            Clock clock,
            List<AutoCloseable> closing) {
        List<Authorizer> authorizers = new ArrayList<>();
        authorizers.add(Authorizers.SYSTEM_MASTERS);
        for (Mode mode : config.authorization().modes()) {
            authorizers.add(
                    switch (mode) {
                        case Mode.AlwaysAllow() -> Authorizers.ALWAYS_ALLOW;
                        case Mode.AlwaysDeny() -> Authorizers.ALWAYS_DENY;
                        case Mode.Abac(var policies) -> policies;
                        case Mode.Rbac() -> rbac;
                        case Mode.Node() -> nodeAuthorizer(objects);
                        case Mode.Webhook(var settings) -> {
                            AccessWebhook webhook = new AccessWebhook(settings, threads, clock);
                            closing.add(webhook);
                            yield webhook;
                        }
                    });
        }
        return Authorizers.union(authorizers);
    }

    private static BearerAuthenticator bearer(
            Objects objects,
            SecurityConfig config,
            Threads threads,
            Clock clock,
            List<AutoCloseable> closing,
            Consumer<Secret> legacyUse) {
        List<TokenAuthenticator> tokens = new ArrayList<>();
        tokens.add(new StaticTokens(config.staticTokens(), config.apiAudiences()));
        tokens.add(
                new ServiceAccountTokens(
                        config.issuers(),
                        config.tokenKeys(),
                        config.apiAudiences(),
                        lookup(objects, ServiceAccount.KIND),
                        lookup(objects, Pod.KIND),
                        lookup(objects, Secret.KIND),
                        lookup(objects, Node.KIND),
                        clock,
                        legacyUse));
        tokens.add(new BootstrapTokens(lookup(objects, Secret.KIND), config.apiAudiences(), clock));
        for (JwtSettings issuer : config.authentication().issuers()) {
            JwtAuthenticator jwt =
                    new JwtAuthenticator(issuer, config.apiAudiences(), threads, clock);
            closing.add(jwt);
            tokens.add(jwt);
        }
        config.authentication()
                .webhook()
                .ifPresent(settings -> {
                    TokenWebhook webhook =
                            new TokenWebhook(settings, config.apiAudiences(), threads, clock);
                    closing.add(webhook);
                    tokens.add(webhook);
                });
        return new BearerAuthenticator(tokens, config.apiAudiences());
    }

    private static NodeAuthorizer nodeAuthorizer(Objects objects) {
        Predicate<Attributes> rules =
                RbacAuthorizer.allowing(
                        BootstrapPolicy.load().clusterRoles().stream()
                                .filter(role -> role.name().equals("system:node"))
                                .findFirst()
                                .orElseThrow()
                                .rules());
        return new NodeAuthorizer(
                new PodsByNode(objects),
                lookup(objects, PersistentVolumeClaim.KIND),
                lookup(objects, PersistentVolume.KIND),
                lookup(objects, VolumeAttachment.KIND),
                lookup(objects, ResourceSlice.KIND),
                rules);
    }

    private static <T extends ApiObject<T>> Lookup<T> lookup(Objects objects, Kind<T> kind) {
        return new StoreLookup<>(objects, kind);
    }

    @Override
    public void close() {
        for (AutoCloseable one : closing) {
            try {
                one.close();
            } catch (Exception failure) {
                LOG.error("A client did not close in order", failure);
            }
        }
    }
}
