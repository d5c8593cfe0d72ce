package io.djong.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.http.Headers;
import io.djong.meta.ApiException;
import io.djong.meta.UserInfo;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpersonationTest {

    private static final UserInfo ROBOT =
            UserInfo.of("system:serviceaccount:ns:default", UserInfo.AUTHENTICATED);
    private static final Attributes REQUEST =
            Attributes.resource(ROBOT, "create", "authentication.k8s.io", "selfsubjectreviews");

    private final Set<String> allowed = new HashSet<>();
    private final Impersonation impersonation =
            new Impersonation(asked ->
                    allowed.contains(
                                    asked.verb()
                                            + " "
                                            + asked.combinedResource()
                                            + " "
                                            + asked.name())
                            ? Decision.allow("")
                            : Decision.NO_OPINION);

    @Test
    void withoutHeadersNobodyIsImpersonated() {
        assertThat(impersonation.impersonated(Headers.of(), REQUEST)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "bob,impersonate-on:user-info:create",
        "system:serviceaccount:kube-system:default,impersonate-on:serviceaccount:create",
        "system:node:n1,impersonate-on:arbitrary-node:create"
    })
    void refusalsNameTheNarrowestMode(String wanted, String verb) {
        assertThatThrownBy(() ->
                        impersonation.impersonated(Headers.of("Impersonate-User", wanted), REQUEST))
                .isInstanceOf(ApiException.class)
                .hasMessage(
                        "selfsubjectreviews.authentication.k8s.io is forbidden: User \"system:serviceaccount:ns:default\" cannot %s resource \"selfsubjectreviews\" in API group \"authentication.k8s.io\" at the cluster scope"
                                .formatted(verb));
    }

    @Test
    void groupsAndExtraAreCheckedOneByOne() {
        allowed.addAll(
                List.of(
                        "impersonate users bob",
                        "impersonate groups devs",
                        "impersonate userextras/scopes view"));

        assertThat(impersonate("Impersonate-User", "bob", "Impersonate-Group", "devs"))
                .isEqualTo(UserInfo.of("bob", "devs", UserInfo.AUTHENTICATED));
        assertThat(impersonate("Impersonate-User", "bob", "Impersonate-Extra-Scopes", "view"))
                .isEqualTo(
                        new UserInfo(
                                "bob",
                                "",
                                List.of(UserInfo.AUTHENTICATED),
                                Map.of("scopes", List.of("view"))));
        assertThatThrownBy(() -> impersonate("Impersonate-User", "bob", "Impersonate-Group", "ops"))
                .hasMessage(
                        "groups \"ops\" is forbidden: User \"system:serviceaccount:ns:default\" cannot impersonate resource \"groups\" in API group \"\" at the cluster scope");
        assertThatThrownBy(() ->
                        impersonate("Impersonate-User", "bob", "Impersonate-Extra-Other", "view"))
                .hasMessage(
                        "userextras.authentication.k8s.io \"view\" is forbidden: User \"system:serviceaccount:ns:default\" cannot impersonate resource \"userextras/other\" in API group \"authentication.k8s.io\" at the cluster scope");
    }

    @Test
    void accountsGetTheirGroups() {
        allowed.add("impersonate serviceaccounts robot");

        assertThat(impersonate("Impersonate-User", "system:serviceaccount:kube-system:robot"))
                .isEqualTo(
                        UserInfo.of(
                                "system:serviceaccount:kube-system:robot",
                                "system:serviceaccounts",
                                "system:serviceaccounts:kube-system",
                                UserInfo.AUTHENTICATED));
    }

    @Test
    void escapedKeysAreRead() {
        allowed.addAll(
                List.of("impersonate users bob", "impersonate userextras/acme.com/project x"));

        assertThat(
                        impersonate(
                                        "Impersonate-User",
                                        "bob",
                                        "Impersonate-Extra-acme.com%2Fproject",
                                        "x")
                                .extra())
                .containsOnlyKeys("acme.com/project");
    }

    private UserInfo impersonate(String... headers) {
        return impersonation.impersonated(Headers.of(headers), REQUEST).orElseThrow();
    }
}
