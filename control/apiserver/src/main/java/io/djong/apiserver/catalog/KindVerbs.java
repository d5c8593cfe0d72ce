package io.djong.apiserver.catalog;

import io.djong.schema.Field;
import io.djong.schema.KindFacts;
import io.djong.schema.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Which verbs and subresources a kind has.
final class KindVerbs {

    static final List<String> ALL =
            List.of(
                    "create",
                    "delete",
                    "deletecollection",
                    "get",
                    "list",
                    "patch",
                    "update",
                    "watch");

    private static final List<String> CREATE_ONLY = List.of("create");

    /// Kinds with a status field that has no subresource.
    private static final Set<String> STATUS_NOT_SERVED =
            Set.of("ComponentStatus", "MutatingAdmissionPolicy");

    private KindVerbs() {}

    static Set<String> verbs(KindFacts facts) {
        return switch (facts.kind()) {
            case "ComponentStatus" -> Set.of("get", "list");
            case "Namespace" ->
                    new TreeSet<>(
                            List.of("create", "delete", "get", "list", "patch", "update", "watch"));
            case "Binding", "TokenReview", "SelfSubjectReview", "SubjectAccessReview" ->
                    new TreeSet<>(CREATE_ONLY);
            case "LocalSubjectAccessReview", "SelfSubjectAccessReview", "SelfSubjectRulesReview" ->
                    new TreeSet<>(CREATE_ONLY);
            default -> new TreeSet<>(ALL);
        };
    }

    /// In alphabetical order, as discovery lists them.
    static List<String> subresources(KindFacts facts, StructType type) {
        List<String> names = new ArrayList<>(facts.subresources());
        Field status = type.field("status");
        if (status != null
                && verbs(facts).contains("update")
                && !STATUS_NOT_SERVED.contains(facts.kind())) {
            names.add("status");
        }
        names.addAll(
                switch (facts.kind()) {
                    case "Pod" ->
                            List.of(
                                    "attach",
                                    "binding",
                                    "eviction",
                                    "exec",
                                    "log",
                                    "portforward",
                                    "proxy");
                    case "Namespace" -> List.of("finalize");
                    case "Node", "Service" -> List.of("proxy");
                    default -> List.of();
                });
        return names.stream().distinct().sorted().toList();
    }
}
