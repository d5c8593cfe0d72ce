package io.djong.cluster;

import io.djong.api.apps.v1.Deployment;
import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Service;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Client;
import io.djong.client.DeleteOptions;
import io.djong.client.ListOptions;
import io.djong.meta.ObjectKey;
import java.util.List;
import java.util.Map;

/// A few requests such as every cluster gets, so that the JVM learns the classes that they need.
final class Rehearsal {

    private static final List<String> PATHS =
            List.of("/api", "/apis", "/api/v1", "/apis/apps/v1", "/version", "/openapi/v3");

    private final ControlPlane controlPlane;

    Rehearsal(ControlPlane controlPlane) {
        this.controlPlane = controlPlane;
    }

    void run() {
        Client client = controlPlane.client("system:djong");
        PATHS.forEach(path -> client.raw("GET", path, null));
        for (var kind : List.of(Pod.KIND, Node.KIND)) {
            client.raw("GET", kind.path(""), null);
        }
        client.list(Deployment.KIND, ListOptions.ALL);
        client.list(Service.KIND, ListOptions.ALL);
        ConfigMap made =
                client.create(
                        ConfigMap.KIND
                                .empty()
                                .withMetadata(
                                        ObjectMeta.EMPTY
                                                .withNamespace("default")
                                                .withName("rehearsal"))
                                .withData(Map.of("a", "b")));
        client.update(made.withData(Map.of("a", "c")));
        client.delete(ConfigMap.KIND, ObjectKey.of("default", "rehearsal"), DeleteOptions.PLAIN);
    }
}
