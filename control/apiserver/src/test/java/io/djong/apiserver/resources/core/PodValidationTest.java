package io.djong.apiserver.resources.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.validation.FieldError;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import io.djong.wire.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pods and Services with one thing wrong, and the texts that users see for it.
final class PodValidationTest {

    private static final KindRules PODS = new PodResource();
    private static final KindRules SERVICES = new ServiceResource();

    @Test
    void acceptsTheSmallestPod() {
        Fields pod = pod("{containers: [{name: web, image: nginx}]}");

        List<String> wrongs = wrongs(PODS, pod);

        assertThat(wrongs).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {containers: []}                                                             | spec.containers: Required value
                    {containers: [{name: web}]}                                                  | spec.containers[0].image: Required value
                    {containers: [{name: a, image: i}, {name: a, image: i}]}                     | spec.containers[1].name: Duplicate value: "a"
                    {containers: [{name: a, image: i, volumeMounts: [{name: v, mountPath: /v}]}]}| spec.containers[0].volumeMounts[0].name: Not found: "v"
                    {containers: [{name: a, image: i, ports: [{}]}]}                             | spec.containers[0].ports[0].containerPort: Required value
                    {containers: [{name: a, image: i, livenessProbe: {}}]}                       | spec.containers[0].livenessProbe: Required value: must specify a handler type
                    {containers: [{name: a, image: i}], restartPolicy: Maybe}                    | spec.restartPolicy: Unsupported value: "Maybe": supported values: "Always", "OnFailure", "Never"
                    {containers: [{name: a, image: i}], tolerations: [{operator: Equal}]}        | spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, which means "match all values and all keys"
                    {containers: [{name: a, image: i, resources: {requests: {cpu: 2}, limits: {cpu: 1}}}]} | spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1
                    """)
    void saysWhatIsWrongWithAPod(String spec, String wrong) {
        Fields pod = pod(spec);

        List<String> wrongs = wrongs(PODS, pod);

        assertThat(wrongs).containsExactly(wrong);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {ports: []}                              | spec.ports: Required value
                    {ports: [{port: 0, targetPort: 1}]}      | spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive
                    {ports: [{port: 1}, {port: 2, name: b}]} | spec.ports[0].name: Required value
                    {ports: [{port: 1}], type: Other}        | spec.type: Unsupported value: "Other": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"
                    {type: ExternalName}                     | spec.externalName: Required value
                    """)
    void saysWhatIsWrongWithAService(String spec, String wrong) {
        Fields service = SERVICES.defaults(object(spec));

        List<String> wrongs = wrongs(SERVICES, service);

        assertThat(wrongs).containsExactly(wrong);
    }

    private static Fields pod(String spec) {
        return PODS.defaults(object(spec));
    }

    private static Fields object(String spec) {
        Object tree = Yaml.parse(spec.getBytes(StandardCharsets.UTF_8));
        return Fields.of(
                "metadata", Fields.of("name", "one"), "spec", Objects.requireNonNull(tree));
    }

    private static List<String> wrongs(KindRules rules, Fields object) {
        FieldErrors errors = new FieldErrors();
        rules.validateCreate(object, errors);
        return errors.all().stream().map(FieldError::toString).toList();
    }
}
