package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.ApiException;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceAccountTest {

    private static final String MOUNT_PATH = "/var/run/secrets/kubernetes.io/serviceaccount";

    private final TestCluster cluster = new TestCluster(Set.of());

    @BeforeEach
    void makeNamespace() {
        cluster.put("/namespaces", Fields.of("metadata", Fields.of("name", "ns")));
        cluster.put("/serviceaccounts", Reviews.named("ns", "default"));
    }

    @Test
    void mountsAProjectedToken() {
        Fields pod = admit(Reviews.pod("ns", "p", container("c")));

        Fields volume = PodTrees.objects(pod.fields("spec"), "volumes").getFirst();
        assertThat(volume.string("name")).matches("kube-api-access-[a-z0-9]{5}");
        assertThat(volume.fields("projected").list("sources")).hasSize(3);
        Fields mount =
                PodTrees.objects(PodTrees.containers(pod.fields("spec")).getFirst(), "volumeMounts")
                        .getFirst();
        assertThat(mount)
                .isEqualTo(
                        Fields.of(
                                "name",
                                volume.string("name"),
                                "readOnly",
                                true,
                                "mountPath",
                                MOUNT_PATH));
        assertThat(pod.fields("spec").string("serviceAccountName")).isEqualTo("default");
    }

    @Test
    void leavesAContainerAloneThatMountsItsOwn() {
        Fields own =
                container("c")
                        .with(
                                "volumeMounts",
                                List.of(Fields.of("name", "e", "mountPath", MOUNT_PATH)));

        Fields pod = admit(Reviews.pod("ns", "p", own));

        assertThat(pod.fields("spec").list("volumes")).isEmpty();
    }

    @Test
    void thePodHasTheLastWordOnMounting() {
        cluster.put(
                "/serviceaccounts",
                Reviews.named("ns", "default").with("automountServiceAccountToken", false));
        Fields plain = Reviews.pod("ns", "p", container("c"));

        assertThat(admit(plain).fields("spec").list("volumes")).isEmpty();
        assertThat(
                        admit(plain.withAt(true, "spec", "automountServiceAccountToken"))
                                .fields("spec")
                                .list("volumes"))
                .hasSize(1);
    }

    @Test
    void waitsAWhileForTheDefaultAccountOnly() {
        var before = cluster.clock.now();
        Fields pod = Reviews.pod("ns", "p", container("c"));

        assertThatThrownBy(() -> admit(pod.withAt("robot", "spec", "serviceAccountName")))
                .isInstanceOf(ApiException.class)
                .hasMessage(
                        "pods \"p\" is forbidden: error looking up service account ns/robot: serviceaccount \"robot\" not found");
        assertThat(cluster.clock.now()).isEqualTo(before);

        cluster.remove("/serviceaccounts", io.djong.meta.ObjectKey.of("ns", "default"));
        assertThatThrownBy(() -> admit(pod)).isInstanceOf(ApiException.class);
        assertThat(cluster.clock.now()).isAfter(before);
    }

    private Fields admit(Fields pod) {
        return cluster.chain.mutate(Reviews.create("pods", pod));
    }

    private static Fields container(String name) {
        return Fields.of("name", name, "image", "i");
    }
}
