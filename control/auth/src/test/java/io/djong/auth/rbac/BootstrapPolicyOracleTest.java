package io.djong.auth.rbac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.djong.api.ApiObject;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The policy against what the real kube-apiserver begins with. Skipped when the records are not beside the checkout.
class BootstrapPolicyOracleTest {

    private static final BootstrapPolicy.Objects POLICY = BootstrapPolicy.load();

    @Test
    void clusterRolesAreUpstreams() throws IOException {
        List<Fields> recorded = items("bootstrap-cluster-roles.json", 0);

        assertThat(comparable(POLICY.clusterRoles(), "")).isEqualTo(comparable(recorded));
    }

    @Test
    void rolesAndTheirBindingsAreUpstreams() throws IOException {
        String file = "bootstrap-roles.json";

        assertThat(comparable(POLICY.roles(), "kube-system")).isEqualTo(comparable(items(file, 0)));
        assertThat(comparable(POLICY.roleBindings(), "kube-system"))
                .isEqualTo(comparable(items(file, 1)));
        assertThat(comparable(POLICY.roles(), "kube-public")).isEqualTo(comparable(items(file, 2)));
        assertThat(comparable(POLICY.roleBindings(), "kube-public"))
                .isEqualTo(comparable(items(file, 3)));
    }

    private static List<Fields> items(String name, int answer) throws IOException {
        Optional<Path> records = records();
        assumeTrue(records.isPresent(), "no records beside the checkout");
        Fields file = Json.parseObject(Files.readAllBytes(records.get().resolve(name)));
        Fields body =
                ((Fields) Objects.requireNonNull(file.list("answers").get(answer))).fields("body");
        return body.list("items").stream()
                .map(item -> (Fields) Objects.requireNonNull(item))
                .toList();
    }

    private static Optional<Path> records() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path records = at.resolve("shared/oracle/auth");
            if (Files.isDirectory(records)) {
                return Optional.of(records);
            }
        }
        return Optional.empty();
    }

    private static Map<String, Fields> comparable(
            List<? extends ApiObject<?>> objects, String namespace) {
        return comparable(
                objects.stream()
                        .filter(object -> object.namespace().equals(namespace))
                        .map(ApiObject::fields)
                        .toList());
    }

    private static Map<String, Fields> comparable(List<Fields> objects) {
        Map<String, Fields> byName = new TreeMap<>();
        for (Fields object : objects) {
            Fields metadata = object.fields("metadata");
            Fields.Builder kept = Fields.builder();
            for (String field : List.of("rules", "aggregationRule", "subjects", "roleRef")) {
                @Nullable Object value = object.value(field);
                if (value != null) {
                    kept.add(field, value);
                }
            }
            byName.put(
                    metadata.string("name"),
                    kept.add("labels", metadata.value("labels"))
                            .add("annotations", metadata.value("annotations"))
                            .build());
        }
        return byName;
    }
}
