package io.djong.auth.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.PersistentVolume;
import io.djong.api.core.v1.PersistentVolumeClaim;
import io.djong.api.core.v1.Pod;
import io.djong.api.resource.v1.ResourceSlice;
import io.djong.api.storage.v1.VolumeAttachment;
import io.djong.auth.Attributes;
import io.djong.auth.Decision;
import io.djong.auth.TestLookup;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeAuthorizerTest {

    private static final UserInfo NODE = UserInfo.of("system:node:n1", "system:nodes");

    private static final Pod POD =
            new Pod(
                    json(
                            """
                            {"metadata": {"name": "p", "namespace": "ns"},
                             "spec": {"nodeName": "n1", "serviceAccountName": "robot",
                               "imagePullSecrets": [{"name": "pull"}],
                               "containers": [{"name": "c", "env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "env", "key": "k"}}}]}],
                               "volumes": [
                                 {"name": "a", "secret": {"secretName": "vol"}},
                                 {"name": "b", "configMap": {"name": "conf"}},
                                 {"name": "c", "persistentVolumeClaim": {"claimName": "data"}},
                                 {"name": "d", "projected": {"sources": [{"secret": {"name": "proj"}}]}}]}}
                            """));

    private final TestLookup<PersistentVolumeClaim> claims = new TestLookup<>();
    private final TestLookup<PersistentVolume> volumes = new TestLookup<>();
    private final TestLookup<VolumeAttachment> attachments = new TestLookup<>();
    private final TestLookup<ResourceSlice> slices = new TestLookup<>();
    private final NodeAuthorizer authorizer =
            new NodeAuthorizer(
                    node -> node.equals("n1") ? List.of(POD) : List.of(),
                    claims,
                    volumes,
                    attachments,
                    slices,
                    _ -> false);

    @ParameterizedTest
    @CsvSource({
        "secrets,pull,true",
        "secrets,env,true",
        "secrets,vol,true",
        "secrets,proj,true",
        "secrets,other,false",
        "configmaps,conf,true",
        "configmaps,other,false",
        "persistentvolumeclaims,data,true",
        "pods,p,true",
        "pods,q,false"
    })
    void readsWhatItsPodsUse(String resource, String name, boolean isAllowed) {
        Decision decision = authorizer.authorize(get(resource, name).in("ns"));

        assertThat(decision.isAllowed()).isEqualTo(isAllowed);
        if (!isAllowed) {
            assertThat(decision.reason())
                    .isEqualTo("no relationship found between node 'n1' and this object");
        }
    }

    @Test
    void readsTheVolumesOfItsClaims() {
        claims.put(
                new PersistentVolumeClaim(
                        json(
                                "{\"metadata\": {\"name\": \"data\", \"namespace\": \"ns\"}, \"spec\": {\"volumeName\": \"pv1\"}}")));
        for (String volume : List.of("pv1", "pv2")) {
            volumes.put(
                    new PersistentVolume(
                            json(
                                    "{\"metadata\": {\"name\": \"%s\"}, \"spec\": {\"claimRef\": {\"namespace\": \"ns\", \"name\": \"data\"}}}"
                                            .formatted(volume))));
        }

        assertThat(authorizer.authorize(get("persistentvolumes", "pv1")).isAllowed()).isTrue();
        assertThat(authorizer.authorize(get("persistentvolumes", "pv2")).isAllowed()).isFalse();
    }

    @Test
    void makesTokensForItsPodsOnly() {
        Attributes ask =
                Attributes.resource(NODE, "create", "", "serviceaccounts")
                        .withSubresource("token")
                        .in("ns");

        assertThat(authorizer.authorize(ask.withName("robot")).isAllowed()).isTrue();
        assertThat(authorizer.authorize(ask.withName("default")).isAllowed()).isFalse();
    }

    @Test
    void listsPodsOfItsNodeOnly() {
        Attributes list = Attributes.resource(NODE, "list", "", "pods");

        assertThat(authorizer.authorize(list).reason())
                .isEqualTo("can only list/watch pods with spec.nodeName field selector");
        assertThat(
                        authorizer
                                .authorize(
                                        list.withSelectors(
                                                List.of(
                                                        new Attributes.Requirement(
                                                                "spec.nodeName",
                                                                "In",
                                                                List.of("n1"))),
                                                List.of()))
                                .isAllowed())
                .isTrue();
    }

    @Test
    void keepsItsOwnLeaseAndNode() {
        Attributes lease =
                Attributes.resource(NODE, "update", "coordination.k8s.io", "leases")
                        .in("kube-node-lease");

        assertThat(authorizer.authorize(lease.withName("n1")).isAllowed()).isTrue();
        assertThat(authorizer.authorize(lease.withName("n2")).isAllowed()).isFalse();
        assertThat(authorizer.authorize(get("nodes", "n2")).reason())
                .isEqualTo("node 'n1' cannot read 'n2', only its own Node object");
    }

    @Test
    void hasNoOpinionAboutOthers() {
        assertThat(authorizer.authorize(get("secrets", "vol").withUser(UserInfo.of("alice"))))
                .isEqualTo(Decision.NO_OPINION);
    }

    private static Attributes get(String resource, String name) {
        return Attributes.resource(NODE, "get", "", resource).withName(name);
    }

    private static Fields json(String text) {
        return Json.parseObject(text.getBytes(StandardCharsets.UTF_8));
    }
}
