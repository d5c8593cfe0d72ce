package io.djong.apiserver.customresources;

import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The conditions of a definition.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/#CustomResourceDefinitionStatus CustomResourceDefinitionStatus
public final class Conditions {

    /// What a condition says, without its time.
    record Condition(String type, String status, String reason, String message) {

        static @Nullable Condition find(Fields crd, String type) {
            for (Object one : crd.fields("status").list("conditions")) {
                if (one instanceof Fields condition && condition.string("type").equals(type)) {
                    return new Condition(
                            type,
                            condition.string("status"),
                            condition.string("reason"),
                            condition.string("message"));
                }
            }
            return null;
        }
    }

    private Conditions() {}

    /// The status with that condition; the time changes with the condition's status only.
    static Fields with(Fields status, Condition condition, Instant now) {
        List<@Nullable Object> conditions = new ArrayList<>(status.list("conditions"));
        String time = Times.seconds(now);
        for (int i = 0; i < conditions.size(); i++) {
            if (conditions.get(i) instanceof Fields known
                    && known.string("type").equals(condition.type)) {
                if (known.string("status").equals(condition.status)) {
                    time = known.string("lastTransitionTime");
                }
                conditions.set(i, document(condition, time));
                return status.with("conditions", List.copyOf(conditions));
            }
        }
        conditions.add(document(condition, time));
        return status.with("conditions", List.copyOf(conditions));
    }

    private static Fields document(Condition condition, String time) {
        return new Fields.Builder(5)
                .add("type", condition.type)
                .add("status", condition.status)
                .add("lastTransitionTime", time)
                .add("reason", condition.reason)
                .add("message", condition.message)
                .build();
    }

    /// What the answer to a delete says of the instances.
    public static Fields deletionPending(Fields status, Instant now) {
        return with(
                status,
                new Condition(
                        "Terminating",
                        "True",
                        "InstanceDeletionPending",
                        "CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon"),
                now);
    }
}
