package io.djong.descriptions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescriptionsTest {

    private final Descriptions descriptions = Descriptions.read();

    @Test
    void knowsTypesAndTheirFields() {
        assertThat(descriptions.ofType("io.k8s.api.core.v1.PodSpec"))
                .contains("description of a pod");
        assertThat(descriptions.ofField("io.k8s.api.apps.v1.DeploymentSpec", "replicas"))
                .startsWith("Number of desired pods");
    }

    /// The client has `CoreV1EndpointPort` and `DiscoveryV1EndpointPort`, and one `V1Pod`.
    @Test
    void tellsTypesOfOneNameApart() {
        assertThat(descriptions.ofType("io.k8s.api.core.v1.EndpointPort"))
                .isNotEmpty()
                .isNotEqualTo(descriptions.ofType("io.k8s.api.discovery.v1.EndpointPort"));
    }

    @Test
    void hasNothingToSayAboutTheUnknown() {
        assertThat(descriptions.ofType("com.example.v1.Boat")).isEmpty();
        assertThat(descriptions.ofField("io.k8s.api.core.v1.PodSpec", "sails")).isEmpty();
    }
}
