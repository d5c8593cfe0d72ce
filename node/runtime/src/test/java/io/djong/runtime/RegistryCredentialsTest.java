package io.djong.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.tree.Fields;
import io.djong.runtime.cri.AuthConfig;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryCredentialsTest {

    @ParameterizedTest
    @CsvSource({
        "quay.io, quay.io/coreos/etcd:3, true",
        "quay.io/coreos, quay.io/coreos/etcd, true",
        "quay.io/other, quay.io/coreos/etcd, false",
        "https://quay.io/v2/, quay.io/coreos/etcd, true",
        "*.example.com, eu.example.com/app, true",
        "*.example.com, a.eu.example.com/app, false",
        "eu*.example.com, eu1.example.com/app, true",
        "registry:5000, registry:5000/app, true",
        "registry.local, registry.local:5000/app, false",
        "https://index.docker.io/v1/, busybox, true",
        "index.docker.io, user/app:1, true",
        "docker.io, busybox, true",
        "index.docker.io, quay.io/app, false",
    })
    void fitsPlacesToImages(String place, String image, boolean fits) {
        var credentials =
                new RegistryCredentials().addDockercfg(Fields.of(place, entry("me", "secret")));

        assertThat(credentials.of(image)).hasSize(fits ? 1 : 0);
    }

    @Test
    void triesTheMostSpecificFirst() {
        Fields auths =
                Fields.of(
                        "quay.io", entry("all", "a"),
                        "quay.io/coreos", entry("coreos", "b"));

        var credentials = new RegistryCredentials().addDockerConfigJson(Fields.of("auths", auths));

        assertThat(credentials.of("quay.io/coreos/etcd"))
                .extracting(AuthConfig::getUsername)
                .containsExactly("coreos", "all");
    }

    @Test
    void decodesTheCombinedField() {
        Fields entry = Fields.of("auth", base64("me:pass:word"));

        var credentials = new RegistryCredentials().addDockercfg(Fields.of("quay.io", entry));

        assertThat(credentials.of("quay.io/app"))
                .containsExactly(
                        AuthConfig.newBuilder().setUsername("me").setPassword("pass:word").build());
    }

    @Test
    void refusesACombinedFieldWithoutPassword() {
        Fields entry = Fields.of("auth", base64("me"));

        assertThatThrownBy(
                        () -> new RegistryCredentials().addDockercfg(Fields.of("quay.io", entry)))
                .hasMessage(
                        "unable to parse auth field, must be formatted as base64(username:password)");
    }

    private static Fields entry(String user, String password) {
        return Fields.of("username", user, "password", password);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
