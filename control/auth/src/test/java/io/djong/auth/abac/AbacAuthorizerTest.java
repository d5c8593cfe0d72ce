package io.djong.auth.abac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.auth.Attributes;
import io.djong.auth.Decision;
import io.djong.meta.UserInfo;
import org.junit.jupiter.api.Test;

class AbacAuthorizerTest {

    private static final String POLICIES =
            """
            # who may do what
            {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"alice","namespace":"*","resource":"*","apiGroup":"*"}}
            {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"group":"devs","namespace":"a","resource":"pods","readonly":true}}
            {"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":{"user":"*","nonResourcePath":"/version*","readonly":true}}
            {"user":"old","namespace":"a"}
            """;

    private final AbacAuthorizer authorizer = AbacAuthorizer.parse(POLICIES);

    @Test
    void allowsWhatOnePolicyAllows() {
        UserInfo dev = UserInfo.of("bob", "devs");

        assertThat(allows(pods(UserInfo.of("alice"), "delete", "b"))).isTrue();
        assertThat(allows(pods(dev, "list", "a"))).isTrue();
        assertThat(allows(pods(UserInfo.of("old"), "delete", "a"))).isTrue();
        assertThat(allows(Attributes.path(dev, "get", "/version/x"))).isTrue();
    }

    @Test
    void hasNoOpinionOfTheRest() {
        UserInfo dev = UserInfo.of("bob", "devs");

        assertThat(allows(pods(dev, "delete", "a"))).isFalse();
        assertThat(allows(pods(dev, "list", "b"))).isFalse();
        assertThat(allows(Attributes.path(UserInfo.of("alice"), "post", "/x"))).isFalse();
        assertThat(authorizer.authorize(pods(dev, "list", "b")))
                .isEqualTo(Decision.noOpinion("No policy matched."));
    }

    @Test
    void namesTheLineThatIsWrong() {
        assertThatThrownBy(() -> AbacAuthorizer.parse("\n{\"apiVersion\":\"v9\"}"))
                .hasMessage(
                        "policy file line 2: apiVersion: 'v9': must be abac.authorization.kubernetes.io/v1beta1");
    }

    private boolean allows(Attributes asked) {
        return authorizer.authorize(asked).isAllowed();
    }

    private static Attributes pods(UserInfo user, String verb, String namespace) {
        return Attributes.resource(user, verb, "", "pods").in(namespace);
    }
}
