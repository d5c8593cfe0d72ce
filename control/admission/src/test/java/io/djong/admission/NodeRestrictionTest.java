package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.ApiException;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeRestrictionTest {

    private static final UserInfo NODE = UserInfo.of("system:node:n1", "system:nodes");

    private final TestCluster cluster = new TestCluster(Set.of("NodeRestriction"));

    @ParameterizedTest
    @CsvSource({
        "kubernetes.io/hostname,true",
        "example.com/mine,true",
        "kubelet.kubernetes.io/x,true",
        "node.kubernetes.io/instance-type,true",
        "node-restriction.kubernetes.io/x,false",
        "foo.k8s.io/x,false",
        "node-role.kubernetes.io/control-plane,false"
    })
    void setsOnlyLabelsOfItsOwn(String label, boolean isAllowed) {
        Fields node = Reviews.named("", "n1").withAt("v", "metadata", "labels", label);
        Review review = new Review.Create(Reviews.call("nodes", "", node, NODE), node);

        if (isAllowed) {
            assertThatCode(() -> cluster.chain.mutate(review)).doesNotThrowAnyException();
        } else {
            assertThatThrownBy(() -> cluster.chain.mutate(review))
                    .isInstanceOf(ApiException.class)
                    .hasMessage(
                            "nodes \"n1\" is forbidden: node \"n1\" is not allowed to set the following labels: "
                                    + label);
        }
    }

    @Test
    void touchesNoOtherNode() {
        Fields node = Reviews.named("", "n2");

        assertThatThrownBy(() ->
                        cluster.chain.mutate(
                                new Review.Update(
                                        Reviews.call("nodes", "", node, NODE), node, node)))
                .hasMessage(
                        "nodes \"n2\" is forbidden: node \"n1\" is not allowed to modify node \"n2\"");
    }

    @Test
    void createsMirrorPodsOnly() {
        cluster.put("/namespaces", Fields.of("metadata", Fields.of("name", "ns")));
        cluster.put("/serviceaccounts", Reviews.named("ns", "default"));
        cluster.put("/nodes", Reviews.named("", "n1").withAt("u1", "metadata", "uid"));
        Fields owner =
                Fields.builder()
                        .add("apiVersion", "v1")
                        .add("kind", "Node")
                        .add("name", "n1")
                        .add("uid", "u1")
                        .add("controller", true)
                        .build();
        Fields plain = Reviews.pod("ns", "p").withAt("n1", "spec", "nodeName");
        Fields mirror =
                plain.withAt("x", "metadata", "annotations", PodTrees.MIRROR)
                        .withAt(List.of(owner), "metadata", "ownerReferences");

        assertThatThrownBy(() -> admit(plain))
                .hasMessage(
                        "pods \"p\" is forbidden: pod does not have \"kubernetes.io/config.mirror\" annotation, node \"n1\" can only create mirror pods");
        assertThatCode(() -> admit(mirror)).doesNotThrowAnyException();
    }

    private void admit(Fields pod) {
        Review review = new Review.Create(Reviews.call("pods", "", pod, NODE), pod);
        cluster.chain.mutate(review);
    }
}
