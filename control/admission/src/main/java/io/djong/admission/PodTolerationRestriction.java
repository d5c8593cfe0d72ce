package io.djong.admission;

import io.djong.api.PodResources;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Pod;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives the pods of a namespace its tolerations, and keeps them within those that it may have.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#podtolerationrestriction PodTolerationRestriction
public final class PodTolerationRestriction implements AdmissionPlugin {

    private static final String DEFAULTS = "scheduler.alpha.kubernetes.io/defaultTolerations";
    private static final String ALLOWED = "scheduler.alpha.kubernetes.io/tolerationsWhitelist";

    /// What pods that ask for memory tolerate anyway.
    private static final Fields MEMORY_PRESSURE =
            Fields.of(
                    "key",
                    "node.kubernetes.io/memory-pressure",
                    "operator",
                    "Exists",
                    "effect",
                    "NoSchedule");

    private final Lookup<Namespace> namespaces;
    private final Fields configuration;

    /// @param configuration with `default` and `whitelist` for namespaces that do not say
    public PodTolerationRestriction(Lookup<Namespace> namespaces, Fields configuration) {
        this.namespaces = namespaces;
        this.configuration = configuration;
    }

    @Override
    public Fields mutate(Review review) {
        if (!PodTrees.isWritten(review)) {
            return review.object();
        }
        Fields spec = PodTrees.spec(review.object());
        List<Fields> tolerations = PodTrees.objects(spec, "tolerations");
        if (review instanceof Review.Create) {
            List<Fields> given = ofNamespace(review, DEFAULTS);
            tolerations =
                    Tolerations.merge(
                            given == null ? PodTrees.objects(configuration, "default") : given,
                            tolerations);
        }
        if (!PodResources.qosClass(new Pod(review.object())).equals("BestEffort")) {
            tolerations = Tolerations.merge(tolerations, List.of(MEMORY_PRESSURE));
        }
        Fields object =
                tolerations.isEmpty()
                        ? review.object()
                        : review.object().with("spec", spec.with("tolerations", tolerations));
        requireAllowed(review, tolerations);
        return object;
    }

    @Override
    public void validate(Review review) {
        if (PodTrees.isWritten(review)) {
            requireAllowed(review, PodTrees.objects(PodTrees.spec(review.object()), "tolerations"));
        }
    }

    private void requireAllowed(Review review, List<Fields> tolerations) {
        List<Fields> ofNamespace = ofNamespace(review, ALLOWED);
        List<Fields> allowed =
                ofNamespace == null ? PodTrees.objects(configuration, "whitelist") : ofNamespace;
        if (!allowed.isEmpty() && !Tolerations.allIncluded(tolerations, allowed)) {
            throw failed(
                    "pod tolerations (possibly merged with namespace default tolerations) conflict with its %s whitelist"
                            .formatted(ofNamespace == null ? "cluster" : "namespace"));
        }
    }

    /// Null when the namespace does not say.
    private @Nullable List<Fields> ofNamespace(Review review, String annotation) {
        String name = review.call().namespace();
        Namespace namespace =
                namespaces
                        .find(ObjectKey.of(name))
                        .orElseThrow(
                                () -> new ApiException(Failure.notFound(Namespace.KIND, name)));
        String text = namespace.metadata().annotations().get(annotation);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            Object parsed = Json.parse(text.getBytes(StandardCharsets.UTF_8));
            return PodTrees.objects(Fields.of("list", parsed), "list");
        } catch (DecodeException malformed) {
            throw failed(String.valueOf(malformed.getMessage()));
        }
    }

    private static ApiException failed(String message) {
        return new ApiException(new Failure(Reason.UNKNOWN, 500, message, null));
    }
}
