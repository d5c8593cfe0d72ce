package io.djong.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ImagePullTest extends NodeTest {

    private TestRegistry registry(String name, String password) throws Exception {
        return new TestRegistry(
                TestImages.busybox(node.directory),
                node.directory.resolve("registry-" + name),
                password);
    }

    private static Pod pod(String name, String image, String more) {
        return TestPods.pod(
                name,
                """
                restartPolicy: Never
                %s
                containers:
                - name: main
                  image: %s
                  imagePullPolicy: Always
                  command: ["echo", "pulled"]
                """
                        .formatted(more, image));
    }

    @Test
    void pullsAnImageAndSaysSo() throws Exception {
        try (TestRegistry registry = registry("open", "")) {
            create(pod("pulled", registry.image("some/app:1"), ""));

            Pod pod = awaitPod("pulled", NodeTest::isOver);

            assertThat(log("pulled")).isEqualTo("pulled\n");
            assertThat(main(pod).imageID()).startsWith(registry.host() + "/some/app@sha256:");
            awaitEvent(
                    "pulled",
                    "Pulling: Pulling image \"%s\"".formatted(registry.image("some/app:1")));
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(events("pulled"))
                                    .anyMatch(event ->
                                            event.matches(
                                                    "Pulled: Successfully pulled image \"\\S+\" in \\S+ \\(\\S+ including waiting\\)\\. Image size: \\d+ bytes\\.")));
        }
    }

    @Test
    void usesPullSecrets() throws Exception {
        try (TestRegistry registry = registry("closed", "tiger")) {
            String config =
                    "{\"auths\":{\"%s\":{\"username\":\"me\",\"password\":\"tiger\"}}}"
                            .formatted(registry.host());
            node.client.create(
                    new Secret(
                            Fields.of("apiVersion", "v1")
                                    .with("kind", "Secret")
                                    .with(
                                            "metadata",
                                            Fields.of("name", "pull").with("namespace", "default"))
                                    .with("type", "kubernetes.io/dockerconfigjson")
                                    .with(
                                            "data",
                                            Fields.of(
                                                    ".dockerconfigjson",
                                                    Base64.getEncoder()
                                                            .encodeToString(
                                                                    config.getBytes(
                                                                            StandardCharsets
                                                                                    .UTF_8))))));

            create(pod("locked", registry.image("app:1"), ""));
            awaitPod("locked", one -> waiting(one).equals("ErrImagePull"));
            deleteAndAwait("locked");
            create(pod("unlocked", registry.image("app:1"), "imagePullSecrets: [{name: pull}]"));

            awaitPod("unlocked", NodeTest::isOver);
            assertThat(log("unlocked")).isEqualTo("pulled\n");
        }
    }
}
