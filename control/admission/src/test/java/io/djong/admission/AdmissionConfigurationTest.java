package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionConfigurationTest {

    @Test
    void readsWhatIsInItAndBesideIt(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("rates.yaml"), "limits: [{type: Server, qps: 5}]");
        Path file =
                Files.writeString(
                        directory.resolve("admission.yaml"),
                        """
                        apiVersion: apiserver.config.k8s.io/v1
                        kind: AdmissionConfiguration
                        plugins:
                        - name: EventRateLimit
                          path: rates.yaml
                        - name: PodSecurity
                          configuration:
                            defaults: {enforce: baseline}
                        """);

        Map<String, Fields> read = AdmissionConfiguration.read(file);

        assertThat(read).containsOnlyKeys("EventRateLimit", "PodSecurity");
        assertThat(
                        PodSecurity.Settings.of(read.getOrDefault("PodSecurity", Fields.EMPTY))
                                .defaults())
                .isEqualTo(Map.of("enforce", "baseline"));
        assertThat(read.getOrDefault("EventRateLimit", Fields.EMPTY).list("limits")).hasSize(1);
    }

    @Test
    void namesAPluginThatThereIsNot(@TempDir Path directory) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("admission.yaml"),
                        """
                        apiVersion: apiserver.config.k8s.io/v1
                        kind: AdmissionConfiguration
                        plugins: [{name: Nonsense}]
                        """);

        assertThatThrownBy(() -> AdmissionConfiguration.read(file))
                .hasMessageContaining("'Nonsense': no such admission plug-in");
    }
}
