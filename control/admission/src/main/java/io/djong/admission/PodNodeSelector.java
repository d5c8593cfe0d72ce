package io.djong.admission;

import io.djong.api.core.v1.Namespace;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps the pods of a namespace on the nodes that its annotation, or the cluster's administrator, names.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podnodeselector PodNodeSelector
public final class PodNodeSelector implements AdmissionPlugin {

    private static final String ANNOTATION = "scheduler.alpha.kubernetes.io/node-selector";
    private static final String CLUSTER_DEFAULT = "clusterDefaultNodeSelector";

    private final Lookup<Namespace> namespaces;
    private final Fields selectors;

    /// @param configuration with `podNodeSelectorPluginConfig`: what is allowed by namespace, and the default
    public PodNodeSelector(Lookup<Namespace> namespaces, Fields configuration) {
        this.namespaces = namespaces;
        this.selectors = configuration.fields("podNodeSelectorPluginConfig");
    }

    @Override
    public Fields mutate(Review review) {
        if (!isMeant(review)) {
            return review.object();
        }
        Map<String, String> wanted = ofNamespace(review);
        Fields spec = PodTrees.spec(review.object());
        requireNoConflict(review, wanted, spec.fields("nodeSelector"));
        if (wanted.isEmpty()) {
            return review.object();
        }
        Fields.Builder merged = Fields.copyOf(wanted).toBuilder();
        spec.fields("nodeSelector").forEach(merged::set);
        return review.object().with("spec", spec.with("nodeSelector", merged.build()));
    }

    @Override
    public void validate(Review review) {
        if (!isMeant(review)) {
            return;
        }
        Fields own = PodTrees.spec(review.object()).fields("nodeSelector");
        requireNoConflict(review, ofNamespace(review), own);
        Map<String, String> allowed = parse(selectors.string(review.call().namespace()));
        boolean isWithin =
                allowed.isEmpty()
                        || own.entrySet().stream()
                                .allMatch(label ->
                                        label.getValue() != null
                                                && label.getValue()
                                                        .equals(allowed.get(label.getKey())));
        if (!isWithin) {
            throw refused(
                    review, "pod node label selector labels conflict with its namespace whitelist");
        }
    }

    private static boolean isMeant(Review review) {
        return review instanceof Review.Create && review.isOf("", "pods");
    }

    private Map<String, String> ofNamespace(Review review) {
        String name = review.call().namespace();
        Namespace namespace =
                namespaces
                        .find(ObjectKey.of(name))
                        .orElseThrow(
                                () -> new ApiException(Failure.notFound(Namespace.KIND, name)));
        String annotation = namespace.metadata().annotations().get(ANNOTATION);
        return parse(annotation == null ? selectors.string(CLUSTER_DEFAULT) : annotation);
    }

    private static void requireNoConflict(Review review, Map<String, String> wanted, Fields own) {
        for (Map.Entry<String, String> label : wanted.entrySet()) {
            Object value = own.value(label.getKey());
            if (value != null && !value.equals(label.getValue())) {
                throw refused(
                        review,
                        "pod node label selector conflicts with its namespace node label selector");
            }
        }
    }

    private static ApiException refused(Review review, String why) {
        return new ApiException(
                Failure.forbidden(
                        "", "pods", review.object().fields("metadata").string("name"), why));
    }

    /// `a=b,c=d`.
    private static Map<String, String> parse(String selector) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (selector.isEmpty()) {
            return labels;
        }
        for (String pair : selector.split(",", -1)) {
            String[] parts = pair.split("=", -1);
            if (parts.length != 2) {
                throw new ApiException(
                        new Failure(Reason.UNKNOWN, 500, "invalid selector: " + pair, null));
            }
            labels.put(parts[0].strip(), parts[1].strip());
        }
        return labels;
    }
}
