package io.djong.apiserver.subresources;

import io.djong.admission.Review;
import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.DeleteOptions;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.Deletion;
import io.djong.apiserver.verbs.DirectUpdate;
import io.djong.apiserver.verbs.Verb;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `pods/eviction`: deletes a pod if its disruption budget allows it.
///
/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/api-eviction/ API-initiated Eviction
public final class EvictionVerb implements Verb {

    private static final BodyDecoder.Expected EVICTION =
            Documents.expected("policy", "v1", "Eviction", "io.k8s.api.policy.v1.Eviction");
    private static final BodyDecoder.Expected EVICTION_BETA =
            Documents.expected(
                    "policy", "v1beta1", "Eviction", "io.k8s.api.policy.v1beta1.Eviction");

    private final Backend backend;
    private final Deletion deletion;
    private final DisruptionBudgets budgets;

    public EvictionVerb(Backend backend, Resource budgets) {
        this.backend = backend;
        this.deletion = new Deletion(backend);
        this.budgets = new DisruptionBudgets(backend, budgets);
    }

    @Override
    public Reply serve(Call call, Resource pods) {
        Documents.require(call, "POST");
        WriteOptions options = WriteOptions.of("CreateOptions", call.query(), false);
        Fields eviction = decode(call, options);
        String name = call.info().name();
        if (!eviction.fields("metadata").string("name").equals(name)) {
            throw new ApiException(
                    Failure.badRequest("name in URL does not match name in Eviction object"));
        }
        String key = pods.key(call.info().namespace(), name);
        Stored pod = backend.objects().get(key);
        if (pod == null) {
            throw new ApiException(Failure.notFound("", "pods", name));
        }
        admit(call, pods, eviction, options);
        DeleteOptions how = DeleteOptions.of(eviction.fields("deleteOptions"));
        boolean dryRun = options.dryRun() || how.dryRun();
        DeleteOptions delete =
                new DeleteOptions(
                        dryRun,
                        how.graceSeconds(),
                        how.propagation(),
                        how.orphanDependents(),
                        how.uid(),
                        how.resourceVersion(),
                        how.document());
        if (!goesAnyway(pod.tree())) {
            budgets.take(call.info().namespace(), pod.tree(), dryRun);
        }
        if (!dryRun && how.uid().isEmpty() && how.resourceVersion().isEmpty()) {
            DirectUpdate.apply(backend, pods, key, name, this::marked);
        }
        deletion.delete(call, pods, key, name, delete);
        return Documents.created();
    }

    /// The beta version is taken here although it is no longer served elsewhere.
    private static Fields decode(Call call, WriteOptions options) {
        byte[] body = BodyDecoder.bytes(call);
        try {
            return BodyDecoder.decode(call, body, EVICTION, options.fieldValidation());
        } catch (ApiException refused) {
            if (refused.failure().message().contains("policy/v1beta1")) {
                return BodyDecoder.decode(call, body, EVICTION_BETA, options.fieldValidation());
            }
            throw refused;
        }
    }

    private void admit(Call call, Resource pods, Fields eviction, WriteOptions options) {
        backend.admit(
                new Review.Create(
                        backend.admissionCall(
                                call,
                                pods,
                                call.info().name(),
                                options.dryRun(),
                                options.document(),
                                EVICTION.groupVersion(),
                                EVICTION.kind()),
                        eviction));
    }

    /// Pods that serve nobody need no budget.
    private static boolean goesAnyway(Fields pod) {
        String phase = pod.fields("status").string("phase");
        return List.of("Succeeded", "Failed", "Pending").contains(phase)
                || pod.fields("metadata").has("deletionTimestamp");
    }

    private Fields marked(Fields pod) {
        Fields status = pod.fields("status");
        List<@Nullable Object> conditions = new ArrayList<>();
        for (Object condition : status.list("conditions")) {
            if (condition instanceof Fields one && !one.string("type").equals("DisruptionTarget")) {
                conditions.add(one);
            }
        }
        conditions.add(
                Fields.builder()
                        .add("type", "DisruptionTarget")
                        .add("status", "True")
                        .add("lastProbeTime", null)
                        .add("lastTransitionTime", Times.seconds(backend.clock().now()))
                        .add("reason", "EvictionByEvictionAPI")
                        .add("message", "Eviction API: evicting")
                        .build());
        return pod.with("status", status.with("conditions", List.copyOf(conditions)));
    }
}
