package io.djong.admission;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnerReferencesPermissionEnforcementTest {

    private static final Fields OWNER =
            Fields.of("apiVersion", "apps/v1", "kind", "ReplicaSet", "name", "rs")
                    .with("uid", "1")
                    .with("blockOwnerDeletion", true);

    private static OwnerReferencesPermissionEnforcement plugin(Set<String> allowed) {
        return new OwnerReferencesPermissionEnforcement(
                (_, verb, _, resource, subresource, _, _) ->
                        allowed.contains(verb + " " + resource + subresource),
                (_, kind) ->
                        kind.equals("ReplicaSet") ? Optional.of("replicasets") : Optional.empty());
    }

    private static Review create(Fields owner) {
        Fields pod = Reviews.pod("ns", "p").withAt(List.of(owner), "metadata", "ownerReferences");
        return Reviews.create("pods", pod);
    }

    @Test
    void refusesOwnersOfWhoMayNotDelete() {
        assertThatThrownBy(() -> plugin(Set.of()).validate(create(OWNER)))
                .hasMessage(
                        "pods \"p\" is forbidden: cannot set an ownerRef on a resource you can't delete: , <nil>");
    }

    @Test
    void refusesToBlockAForeignOwner() {
        assertThatThrownBy(() -> plugin(Set.of("delete pods")).validate(create(OWNER)))
                .hasMessageContaining(
                        "cannot set blockOwnerDeletion if an ownerReference refers to a resource you can't set finalizers on");
    }

    @Test
    void letsThosePassWhoMay() {
        OwnerReferencesPermissionEnforcement plugin =
                plugin(Set.of("delete pods", "update replicasetsfinalizers"));

        assertThatCode(() -> plugin.validate(create(OWNER))).doesNotThrowAnyException();
    }
}
