package io.djong.controllers.endpoints;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.Container;
import io.djong.api.core.v1.ContainerPort;
import io.djong.api.core.v1.EndpointAddress;
import io.djong.api.core.v1.EndpointSubset;
import io.djong.api.core.v1.Endpoints;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodSpec;
import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.api.core.v1.ServiceSpec;
import io.djong.api.discovery.v1.Endpoint;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.DeleteOptions;
import io.djong.client.ListOptions;
import io.djong.controllers.TestCluster;
import io.djong.meta.IntOrString;
import io.djong.meta.ObjectKey;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EndpointsTest {

    private static final Map<String, String> LABELS = Map.of("app", "web");
    private static final ObjectKey WEB = ObjectKey.of("a", "web");

    private final TestCluster cluster =
            new TestCluster()
                    .with(EndpointSliceController::create)
                    .with(EndpointsController::create)
                    .with(SliceMirror::create);

    @BeforeEach
    void start() throws InterruptedException {
        cluster.start();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private void service(boolean publishNotReady) {
        cluster.client.create(
                Service.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName("web").withNamespace("a"))
                        .withSpec(
                                ServiceSpec.EMPTY
                                        .withSelector(LABELS)
                                        .withClusterIP("10.1.0.1")
                                        .withPublishNotReadyAddresses(publishNotReady)
                                        .withPorts(
                                                List.of(
                                                        ServicePort.EMPTY
                                                                .withName("http")
                                                                .withPort(80)
                                                                .withProtocol("TCP")
                                                                .withTargetPort(
                                                                        IntOrString.of("web"))))));
    }

    private Pod pod(String name) {
        Container container =
                Container.EMPTY
                        .withName("c")
                        .withPorts(
                                List.of(
                                        ContainerPort.EMPTY
                                                .withName("web")
                                                .withContainerPort(8080)));
        return cluster.client.create(
                Pod.KIND
                        .empty()
                        .withMetadata(
                                ObjectMeta.EMPTY
                                        .withName(name)
                                        .withNamespace("a")
                                        .withLabels(LABELS))
                        .withSpec(PodSpec.EMPTY.withContainers(List.of(container))));
    }

    private List<EndpointSlice> slices() {
        return cluster.client.list(EndpointSlice.KIND, ListOptions.ALL).items();
    }

    @Test
    void writesReadyPodsWithTheirNamedPort() throws InterruptedException {
        service(false);
        pod("one");
        pod("two");

        cluster.settle();

        EndpointSlice slice = slices().getFirst();
        assertThat(slices()).hasSize(1);
        assertThat(slice.labels()).containsEntry("kubernetes.io/service-name", "web");
        assertThat(slice.ports())
                .singleElement()
                .matches(port -> Integer.valueOf(8080).equals(port.port()));
        assertThat(slice.endpoints())
                .hasSize(2)
                .allMatch(endpoint -> Boolean.TRUE.equals(endpoint.conditions().ready()));
        Endpoints endpoints = cluster.client.get(Endpoints.KIND, WEB);
        assertThat(endpoints.subsets().getFirst().addresses())
                .extracting(EndpointAddress::nodeName)
                .containsExactly("node-1", "node-1");
    }

    @Test
    void keepsAnEmptySliceForNobody() throws InterruptedException {
        service(false);
        Pod pod = pod("one");
        cluster.settle();

        cluster.client.delete(Pod.KIND, pod.key(), DeleteOptions.PLAIN);
        cluster.settle();

        assertThat(slices())
                .singleElement()
                .matches(slice -> slice.endpoints().isEmpty() && slice.ports().isEmpty());
        assertThat(cluster.client.get(Endpoints.KIND, WEB).subsets()).isEmpty();
    }

    @Test
    void tellsPodsThatAreNotReadyOrEnd() throws InterruptedException {
        service(false);
        cluster.healthy = _ -> false;
        Pod pod = pod("one");
        cluster.settle();
        assertThat(cluster.client.get(Endpoints.KIND, WEB).subsets().getFirst().notReadyAddresses())
                .hasSize(1);
        cluster.hasKubelet = false;

        cluster.client.delete(Pod.KIND, pod.key(), DeleteOptions.PLAIN);
        cluster.settle();

        Endpoint endpoint = slices().getFirst().endpoints().getFirst();
        assertThat(endpoint.conditions().terminating()).isTrue();
        assertThat(endpoint.conditions().ready()).isFalse();
    }

    @Test
    void publishesPodsThatAreNotReadyWhenAskedTo() throws InterruptedException {
        service(true);
        cluster.healthy = _ -> false;
        pod("one");

        cluster.settle();

        assertThat(slices().getFirst().endpoints().getFirst().conditions().ready()).isTrue();
        assertThat(cluster.client.get(Endpoints.KIND, WEB).subsets().getFirst().addresses())
                .hasSize(1);
    }

    @Test
    void spreadsManyPodsOverSlices() throws InterruptedException {
        service(false);
        for (int i = 0; i < 150; i++) {
            pod("p" + i);
        }

        cluster.settle();

        assertThat(slices()).hasSize(2);
        assertThat(slices().stream().mapToInt(slice -> slice.endpoints().size()).sum())
                .isEqualTo(150);
        assertThat(slices()).allMatch(slice -> slice.endpoints().size() <= 100);
    }

    @Test
    void mirrorsEndpointsThatUsersWrite() throws InterruptedException {
        cluster.client.create(
                Service.KIND
                        .empty()
                        .withMetadata(ObjectMeta.EMPTY.withName("web").withNamespace("a"))
                        .withSpec(ServiceSpec.EMPTY.withClusterIP("10.1.0.1")));
        Endpoints endpoints =
                cluster.client.create(
                        Endpoints.KIND
                                .empty()
                                .withMetadata(ObjectMeta.EMPTY.withName("web").withNamespace("a"))
                                .withSubsets(
                                        List.of(
                                                EndpointSubset.EMPTY.withAddresses(
                                                        List.of(
                                                                EndpointAddress.EMPTY.withIp(
                                                                        "192.0.2.1"))))));
        cluster.settle();
        assertThat(slices().getFirst().endpoints().getFirst().addresses())
                .containsExactly("192.0.2.1");

        cluster.client.update(endpoints.withSubsets(List.of()));
        cluster.settle();

        assertThat(slices()).isEmpty();
    }
}
