package io.djong.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageNameTest {

    private static final String HASH =
            "@sha256:7cc4b5aefd1d0cadf8d97d4350462ba51c694ebca145b08d7d41b41acc8db5aa";

    @ParameterizedTest
    @CsvSource({
        "busybox, docker.io/library/busybox:latest",
        "busybox:1.36, docker.io/library/busybox:1.36",
        "user/app, docker.io/user/app:latest",
        "index.docker.io/busybox, docker.io/library/busybox:latest",
        "docker.io/busybox:1, docker.io/library/busybox:1",
        "quay.io/a/b/c:v1, quay.io/a/b/c:v1",
        "localhost/pause:1, localhost/pause:1",
        "localhost:5000/pause, localhost:5000/pause:latest",
        "127.0.0.1:5000/x:y, 127.0.0.1:5000/x:y",
        "[::1]:5000/x:y, [::1]:5000/x:y",
        "busybox" + HASH + ", docker.io/library/busybox" + HASH,
        "busybox:1" + HASH + ", docker.io/library/busybox:1" + HASH,
    })
    void readsNamesAsDockerDoes(String name, String full) {
        assertThat(ImageName.parse(name)).hasToString(full);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx::latest | invalid reference format",
                "nginx:la test | invalid reference format",
                "'' | invalid reference format",
                "-nginx | invalid reference format",
                "Nginx | invalid reference format: repository name (library/Nginx) must be lowercase",
                "7cc4b5aefd1d0cadf8d97d4350462ba51c694ebca145b08d7d41b41acc8db5aa | invalid repository name"
                        + " (7cc4b5aefd1d0cadf8d97d4350462ba51c694ebca145b08d7d41b41acc8db5aa), cannot specify 64-byte hexadecimal strings",
            })
    void refusesWhatIsNoName(String name, String message) {
        assertThatThrownBy(() -> ImageName.parse(name)).hasMessage(message);
    }
}
