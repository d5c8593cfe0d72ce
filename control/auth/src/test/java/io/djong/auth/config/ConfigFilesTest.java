package io.djong.auth.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.auth.config.AuthenticationSettings.Anonymous;
import io.djong.auth.config.AuthorizationSettings.Mode;
import io.djong.auth.oidc.JwtSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFilesTest {

    @TempDir Path directory;

    @Test
    void readsIssuersAndWhoMayBeAnonymous() throws IOException {
        AuthenticationFile.Content content =
                AuthenticationFile.read(
                        file(
                                """
                                apiVersion: apiserver.config.k8s.io/v1
                                kind: AuthenticationConfiguration
                                jwt:
                                - issuer: {url: https://i.example.com, audiences: [a, b], audienceMatchPolicy: MatchAny}
                                  claimValidationRules:
                                  - {claim: hd, requiredValue: example.com}
                                  - {expression: 'claims.exp - claims.nbf <= 86400', message: too long}
                                  claimMappings:
                                    username: {expression: 'claims.sub'}
                                    groups: {claim: groups, prefix: 'g:'}
                                    extra: [{key: example.com/t, valueExpression: claims.t}]
                                  userValidationRules:
                                  - {expression: "!user.username.startsWith('system:')", message: reserved}
                                anonymous: {enabled: true, conditions: [{path: /livez}]}
                                """));

        JwtSettings issuer = content.issuers().getFirst();
        assertThat(issuer.audiences()).containsExactly("a", "b");
        assertThat(issuer.username().expression()).isEqualTo("claims.sub");
        assertThat(issuer.groups()).isEqualTo(new JwtSettings.Mapping("groups", "g:", ""));
        assertThat(issuer.requiredClaims()).isEqualTo(Map.of("hd", "example.com"));
        assertThat(issuer.extra()).isEqualTo(Map.of("example.com/t", "claims.t"));
        assertThat(content.anonymous()).contains(new Anonymous(true, Set.of("/livez")));
        assertThat(content.anonymous().orElseThrow().isWelcome("/api")).isFalse();
    }

    @Test
    void tellsAllThatIsWrongWithIssuers() throws IOException {
        Path file =
                file(
                        """
                        apiVersion: apiserver.config.k8s.io/v1beta1
                        kind: AuthenticationConfiguration
                        jwt:
                        - issuer: {url: 'http://i.example.com'}
                          claimMappings:
                            username: {expression: claims.email}
                        """);

        assertThatThrownBy(() -> AuthenticationFile.read(file))
                .hasMessageContaining(
                        "jwt[0].issuer.url: Invalid value: \"http://i.example.com\": URL scheme must be https")
                .hasMessageContaining(
                        "jwt[0].issuer.audiences: Required value: at least one jwt[0].issuer.audiences is required")
                .hasMessageContaining("claims.email_verified must be used");
    }

    @Test
    void readsAuthorizersInTheirOrder() throws IOException {
        AuthorizationSettings settings =
                AuthorizationFile.read(
                        file(
                                """
                                apiVersion: apiserver.config.k8s.io/v1
                                kind: AuthorizationConfiguration
                                authorizers:
                                - type: Webhook
                                  name: hook
                                  webhook:
                                    authorizedTTL: 1m30s
                                    timeout: 3s
                                    subjectAccessReviewVersion: v1
                                    matchConditionSubjectAccessReviewVersion: v1
                                    failurePolicy: Deny
                                    connectionInfo: {type: KubeConfigFile, kubeConfigFile: /etc/hook}
                                    matchConditions: [{expression: has(request.resourceAttributes)}]
                                - {type: Node, name: node}
                                - {type: RBAC, name: rbac}
                                """),
                        Optional.empty());

        assertThat(settings.modes().subList(1, 3))
                .isEqualTo(List.of(new Mode.Node(), new Mode.Rbac()));
        assertThat(settings.modes().getFirst())
                .isInstanceOfSatisfying(
                        Mode.Webhook.class,
                        mode -> {
                            assertThat(mode.settings().allowedTtl())
                                    .isEqualTo(Duration.ofSeconds(90));
                            assertThat(mode.settings().refusedTtl())
                                    .isEqualTo(Duration.ofSeconds(30));
                            assertThat(mode.settings().deniesOnFailure()).isTrue();
                            assertThat(mode.settings().conditions()).hasSize(1);
                        });
    }

    @Test
    void tellsAllThatIsWrongWithAuthorizers() throws IOException {
        Path file =
                file(
                        """
                        apiVersion: apiserver.config.k8s.io/v1
                        kind: AuthorizationConfiguration
                        authorizers:
                        - {type: RBAC, name: a}
                        - {type: RBAC, name: a}
                        - {type: Magic, name: b}
                        - {type: Webhook, name: c, webhook: {timeout: 31s, failurePolicy: Maybe}}
                        """);

        assertThatThrownBy(() -> AuthorizationFile.read(file, Optional.empty()))
                .hasMessageContaining("authorizers[1].type: Duplicate value: \"RBAC\"")
                .hasMessageContaining("authorizers[1].name: Duplicate value: \"a\"")
                .hasMessageContaining("authorizers[2].type: Unsupported value: \"Magic\"")
                .hasMessageContaining(
                        "authorizers[3].webhook.timeout: Invalid value: \"31s\": must be <= 30s")
                .hasMessageContaining(
                        "authorizers[3].webhook.subjectAccessReviewVersion: Required value")
                .hasMessageContaining(
                        "authorizers[3].webhook.failurePolicy: Unsupported value: \"Maybe\"");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("config.yaml"), text);
    }
}
