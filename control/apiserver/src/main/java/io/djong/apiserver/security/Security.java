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
import io.djong.auth.Impersonation;
import io.djong.auth.RequestAuthenticator;
import io.djong.auth.node.NodeAuthorizer;
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
import io.djong.client.Lookup;
import io.djong.meta.Clock;
import io.djong.meta.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Authentication and authorization of one API server, in the order in which they are asked.
///
/// @param authorizer all of them: masters, nodes, RBAC
public record Security(
        SecurityConfig config,
        Authenticator authenticator,
        Authorizer authorizer,
        Impersonation impersonation,
        EscalationCheck escalation,
        AccessReviews accessReviews,
        TokenRequests tokenRequests,
        TokenReviews tokenReviews) {

    private static final String RBAC_GROUP = ".rbac.authorization.k8s.io/";

    public static Security over(
            Objects objects, SecurityConfig config, Clock clock, RandomGenerator random) {
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
        Authorizer authorizer =
                Authorizers.union(
                        List.of(Authorizers.SYSTEM_MASTERS, nodeAuthorizer(objects), rbac));
        BearerAuthenticator bearer = bearer(objects, config, clock);
        List<Authenticator> authenticators =
                List.of(new ClientCertificates(config.clientAuthorities(), clock), bearer);
        return new Security(
                config,
                new RequestAuthenticator(authenticators, _ -> true),
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
                new TokenReviews(bearer));
    }

    private static BearerAuthenticator bearer(Objects objects, SecurityConfig config, Clock clock) {
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
                        clock));
        tokens.add(new BootstrapTokens(lookup(objects, Secret.KIND), config.apiAudiences(), clock));
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
}
