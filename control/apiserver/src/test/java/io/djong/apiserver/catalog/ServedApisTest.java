package io.djong.apiserver.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.GroupVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Versions are turned on and off.
final class ServedApisTest {

    private static boolean serves(ServedApis apis, String version) {
        return Resources.served(apis).byVersion().containsKey(GroupVersion.parse(version));
    }

    @Test
    void oldVersionsComeAfterTodays() {
        List<String> apps =
                Resources.served(ServedApis.ALL).byVersion().keySet().stream()
                        .filter(version -> version.group().equals("apps"))
                        .map(GroupVersion::version)
                        .toList();
        assertThat(apps).containsExactly("v1", "v1beta2", "v1beta1");
        assertThat(serves(ServedApis.ALL, "extensions/v1beta1")).isTrue();
    }

    @Test
    void oneFlagTurnsAllOff() {
        assertThat(Resources.served(ServedApis.CURRENT).all()).isEqualTo(Resources.ALL);
        assertThat(serves(ServedApis.parse(false, "api/all=true"), "apps/v1beta1")).isFalse();
    }

    @Test
    void aVersionBeatsItsStageAndThatAll() {
        ServedApis apis = ServedApis.parse(true, "api/all=false,api/ga=true,batch/v1beta1");
        assertThat(serves(apis, "apps/v1")).isTrue();
        assertThat(serves(apis, "apps/v1beta1")).isFalse();
        assertThat(serves(apis, "batch/v1beta1")).isTrue();
        assertThat(serves(ServedApis.parse(true, "apps/v1beta1=false"), "apps/v1beta1")).isFalse();
    }

    @Test
    void refusesWhatMeansNothing() {
        assertThatThrownBy(() -> ServedApis.parse(true, "nowhere/v1=true"))
                .hasMessage("nowhere/v1: no such group and version");
        assertThatThrownBy(() -> ServedApis.parse(true, "apps/v1=perhaps"))
                .hasMessage("invalid value of apps/v1=perhaps: must be true or false");
    }
}
