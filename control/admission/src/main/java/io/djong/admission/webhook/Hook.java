package io.djong.admission.webhook;

import io.djong.admission.matching.MatchCriteria;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One webhook of one configuration, read once.
///
/// @param uid tells webhooks apart that have the same name
/// @param definition the element of `webhooks`
/// @param timeout zero for none
/// @param conditions CEL expressions that all have to hold, with their names
public record Hook(
        String configuration,
        String uid,
        String name,
        Fields definition,
        MatchCriteria criteria,
        boolean failsOpen,
        boolean allowsDryRun,
        boolean isReinvocable,
        Duration timeout,
        List<String> reviewVersions,
        List<Fields> conditions) {

    /// All webhooks of these configurations, in the order in which they are asked.
    static List<Hook> of(List<Fields> configurations) {
        List<Fields> ordered = new ArrayList<>(configurations);
        ordered.sort(
                Comparator.comparing(
                        configuration -> configuration.fields("metadata").string("name")));
        List<Hook> hooks = new ArrayList<>();
        for (Fields configuration : ordered) {
            String name = configuration.fields("metadata").string("name");
            List<?> webhooks = configuration.list("webhooks");
            for (int i = 0; i < webhooks.size(); i++) {
                if (webhooks.get(i) instanceof Fields webhook) {
                    hooks.add(of(name, i, webhook));
                }
            }
        }
        return List.copyOf(hooks);
    }

    private static Hook of(String configuration, int index, Fields webhook) {
        String name = webhook.string("name");
        String sideEffects = webhook.string("sideEffects");
        return new Hook(
                configuration,
                configuration + "/" + name + "/" + index,
                name,
                webhook,
                MatchCriteria.ofWebhook(webhook),
                webhook.string("failurePolicy").equals("Ignore"),
                sideEffects.equals("None") || sideEffects.equals("NoneOnDryRun"),
                webhook.string("reinvocationPolicy").equals("IfNeeded"),
                Duration.ofSeconds(webhook.integer("timeoutSeconds")),
                texts(webhook.list("admissionReviewVersions")),
                objects(webhook.list("matchConditions")));
    }

    private static List<String> texts(List<?> list) {
        return list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
    }

    private static List<Fields> objects(List<?> list) {
        return list.stream().filter(Fields.class::isInstance).map(Fields.class::cast).toList();
    }

    Fields clientConfig() {
        return definition.fields("clientConfig");
    }
}
