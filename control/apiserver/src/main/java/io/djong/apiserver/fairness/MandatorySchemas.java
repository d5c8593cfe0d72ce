package io.djong.apiserver.fairness;

import io.djong.api.flowcontrol.v1.FlowSchema;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.List;

/// The two flow schemas that hold even while their objects are missing.
///
/// @spec https://kubernetes.io/docs/concepts/cluster-administration/flow-control/#mandatory-configuration-objects Mandatory configuration objects
final class MandatorySchemas {

    private static final List<String> ANY = List.of("*");

    private MandatorySchemas() {}

    static FlowSchema of(String name, int precedence) {
        List<String> groups =
                name.equals("exempt")
                        ? List.of(UserInfo.MASTERS)
                        : List.of(UserInfo.UNAUTHENTICATED, UserInfo.AUTHENTICATED);
        List<Fields> subjects =
                groups.stream()
                        .map(group -> Fields.of("kind", "Group", "group", Fields.of("name", group)))
                        .toList();
        Fields rule =
                new Fields.Builder(3)
                        .add("subjects", subjects)
                        .add("resourceRules", List.of(everyResource()))
                        .add(
                                "nonResourceRules",
                                List.of(Fields.of("verbs", ANY, "nonResourceURLs", ANY)))
                        .build();
        Fields spec =
                new Fields.Builder(4)
                        .add("priorityLevelConfiguration", Fields.of("name", name))
                        .add("matchingPrecedence", (long) precedence)
                        .add("distinguisherMethod", Fields.of("type", "ByUser"))
                        .add("rules", List.of(rule))
                        .build();
        return new FlowSchema(Fields.of("metadata", Fields.of("name", name), "spec", spec));
    }

    private static Fields everyResource() {
        return new Fields.Builder(5)
                .add("verbs", ANY)
                .add("apiGroups", ANY)
                .add("resources", ANY)
                .add("clusterScope", true)
                .add("namespaces", ANY)
                .build();
    }
}
