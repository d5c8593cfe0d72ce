package io.djong.apiserver.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.validation.FieldError;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import io.djong.wire.Yaml;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Objects of many kinds with one thing wrong each, and the texts that users see for it.
final class KindTextsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    validatingwebhookconfigurations | {clientConfig: {url: "http://a.example.com"}} | 'https' is the only allowed URL scheme; desired format: https://host[/path]
                    validatingwebhookconfigurations | {clientConfig: {url: "https://u:p@a.example.com"}} | user information is not permitted in the URL
                    validatingwebhookconfigurations | {clientConfig: {url: "https://a.example.com/#x"}} | fragments are not permitted in the URL
                    validatingwebhookconfigurations | {clientConfig: {url: "https://a.example.com/?q=1"}} | query parameters are not permitted in the URL
                    validatingwebhookconfigurations | {clientConfig: {service: {name: s, namespace: shop, port: 443, path: ab}}} | must start with a '/'
                    validatingwebhookconfigurations | {clientConfig: {service: {name: s, namespace: shop, port: 443, path: //}}} | segment[0] may not be empty
                    """)
    void saysWhatIsWrongWithTheCallOfAWebhook(String resource, String part, String wrong) {
        Fields hook =
                yaml(
                        "{name: a.example.com, sideEffects: None, admissionReviewVersions: [v1], rules: []}");
        Fields config = yaml(part).fields("clientConfig");
        Fields object = Fields.of("webhooks", List.of(hook.with("clientConfig", config)));

        List<String> wrongs = wrongs("admissionregistration.k8s.io", resource, object, null);

        assertThat(wrongs).hasSize(1).first().asString().endsWith(wrong);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    autoscaling                  | horizontalpodautoscalers    | {spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, metrics: [{type: Pods, pods: {metric: {name: m}, target: {type: AverageValue}}}]}} | spec.metrics[0].pods.target.averageValue: Required value: must specify a positive target averageValue
                    autoscaling                  | horizontalpodautoscalers    | {spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, metrics: [{type: Pods}]}} | spec.metrics[0].pods: Required value: must populate information for the given metric source
                    autoscaling                  | horizontalpodautoscalers    | {spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}, metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 5, averageValue: 1}}}]}} | spec.metrics[0].resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization
                    apiregistration.k8s.io       | apiservices                 | {spec: {version: v1, group: a.example.com, groupPriorityMinimum: 1, versionPriority: 1, insecureSkipTLSVerify: true}} | spec.insecureSkipTLSVerify: Invalid value: true: local APIServices may not have insecureSkipTLSVerify
                    apiregistration.k8s.io       | apiservices                 | {spec: {version: v1, group: a.example.com, groupPriorityMinimum: 1, versionPriority: 1, caBundle: YWJj}} | ^spec.caBundle: Invalid value: "3 bytes": local APIServices may not have a caBundle^
                    flowcontrol.apiserver.k8s.io | prioritylevelconfigurations | {metadata: {name: a}, spec: {type: Exempt}} | ^spec.type: Invalid value: "Exempt": type must be 'Exempt' if and only if name is 'exempt'^
                    flowcontrol.apiserver.k8s.io | prioritylevelconfigurations | {metadata: {name: a}, spec: {type: Limited, limited: {limitResponse: {type: Queue, queuing: {queues: 1000000, handSize: 8, queueLengthLimit: 1}}}}} | spec.limited.limitResponse.queuing.handSize: Invalid value: 8: required entropy bits of deckSize 1000000 and handSize 8 should not be greater than 60
                    flowcontrol.apiserver.k8s.io | flowschemas                 | {metadata: {name: a}, spec: {matchingPrecedence: 1, priorityLevelConfiguration: {name: b}}} | ^spec.matchingPrecedence: Invalid value: 1: only the schema named 'exempt' may have matchingPrecedence 1^
                    resource.k8s.io              | resourceslices              | {spec: {driver: d.example.com, pool: {name: p, resourceSliceCount: 1}, nodeName: a, allNodes: true}} | ^spec: Invalid value: "{`nodeName`, `allNodes`}": exactly one of `nodeName`, `nodeSelector`, `allNodes`, `perDeviceNodeSelection` is required, but multiple fields are set^
                    storage.k8s.io               | volumeattachments           | {spec: {attacher: a.example.com, nodeName: node-a, source: {persistentVolumeName: ""}}} | spec.source.persistentVolumeName: Required value: must specify non empty persistentVolumeName
                    storage.k8s.io               | volumeattachments           | {spec: {attacher: a.example.com, nodeName: node-a, source: {inlineVolumeSpec: {accessModes: [ReadWriteOncePod, ReadWriteMany], csi: {driver: d, volumeHandle: h}}}}} | spec.source.inlineVolumeSpec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes
                    """)
    void saysWhatIsWrongWithANewObject(String group, String resource, String text, String wrong) {
        Fields object = yaml(text);

        List<String> wrongs = wrongs(group, resource, object, null);

        assertThat(wrongs).containsExactly(wrong);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    storage.k8s.io    | csidrivers   | {spec: {attachRequired: true, podInfoOnMount: true, storageCapacity: true, seLinuxMount: true}} | {spec: {attachRequired: false, podInfoOnMount: true, storageCapacity: true, seLinuxMount: true}} | spec.attachRequired: Invalid value: true: field is immutable
                    networking.k8s.io | servicecidrs | {spec: {cidrs: [10.0.0.0/24, "10.1.0.0/24"]}} | {spec: {cidrs: [10.0.0.0/24]}} | spec.cidrs: Invalid value: ["10.0.0.0/24","10.1.0.0/24"]: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64
                    events.k8s.io     | events       | {metadata: {namespace: a}, regarding: {namespace: a}, note: b} | {metadata: {namespace: a}, regarding: {namespace: a}, note: a} | ^message: Invalid value: "b": field is immutable^
                    """)
    void saysWhatMayNotChange(
            String group, String resource, String now, String before, String wrong) {
        Fields object = yaml(now);

        List<String> wrongs = wrongs(group, resource, object, yaml(before));

        assertThat(wrongs).containsExactly(wrong);
    }

    private static List<String> wrongs(
            String group, String resource, Fields object, @Nullable Fields before) {
        KindRules rules =
                Resources.ALL.stream()
                        .filter(one -> one.group().equals(group) && one.name().equals(resource))
                        .findFirst()
                        .orElseThrow()
                        .rules();
        FieldErrors errors = new FieldErrors();
        if (before == null) {
            rules.validateCreate(object, errors);
        } else {
            rules.validateUpdate(object, before, errors);
        }
        return errors.all().stream().map(FieldError::toString).toList();
    }

    private static Fields yaml(String text) {
        return (Fields) Yaml.parseAll(text.getBytes(StandardCharsets.UTF_8)).getFirst();
    }
}
