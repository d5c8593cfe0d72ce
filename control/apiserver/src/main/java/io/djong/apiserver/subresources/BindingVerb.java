package io.djong.apiserver.subresources;

import io.djong.admission.Review;
import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.validation.GoText;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.DirectUpdate;
import io.djong.apiserver.verbs.Verb;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `pods/binding` and `bindings`: puts a pod on a node, once.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/binding-v1/ Binding
public final class BindingVerb implements Verb {

    private static final BodyDecoder.Expected BINDING =
            Documents.expected("", "v1", "Binding", "io.k8s.api.core.v1.Binding");

    private final Backend backend;
    private final Resource pods;

    public BindingVerb(Backend backend, Resource pods) {
        this.backend = backend;
        this.pods = pods;
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        Documents.require(call, "POST");
        WriteOptions options = WriteOptions.of("CreateOptions", call.query(), false);
        Fields binding = Documents.decode(call, BINDING, options);
        String name = binding.fields("metadata").string("name");
        String named = call.info().name();
        if (!named.isEmpty() && !named.equals(name)) {
            throw new ApiException(
                    Failure.badRequest("name in URL does not match name in Binding object"));
        }
        validate(binding);
        if (name.isEmpty()) {
            throw new ApiException(Failure.badRequest("Name parameter required."));
        }
        if (name.contains("/")) {
            throw new ApiException(
                    Failure.badRequest(
                            "Name parameter invalid: "
                                    + GoText.quote(name)
                                    + ": may not contain '/'"));
        }
        Review review =
                new Review.Create(
                        backend.admissionCall(
                                call,
                                resource,
                                name,
                                options.dryRun(),
                                options.document(),
                                BINDING.groupVersion(),
                                BINDING.kind()),
                        binding);
        bind(call, name, backend.admit(review), options.dryRun());
        return Documents.created();
    }

    private static void validate(Fields binding) {
        Fields target = binding.fields("target");
        String kind = target.string("kind");
        if (!kind.isEmpty() && !kind.equals("Node")) {
            throw internal(
                    "target.kind: Unsupported value: \"%s\": supported values: \"Node\", \"<empty>\""
                            .formatted(kind));
        }
        if (target.string("name").isEmpty()) {
            throw internal("target.name: Required value");
        }
    }

    private static ApiException internal(String message) {
        return new ApiException(new Failure(Reason.UNKNOWN, 500, message, null));
    }

    private void bind(Call call, String name, Fields binding, boolean dryRun) {
        String key = pods.key(call.info().namespace(), name);
        if (dryRun) {
            var stored = backend.objects().get(key);
            if (stored == null) {
                throw new ApiException(Failure.notFound("", "pods", name));
            }
            bound(call, stored.tree(), binding);
            return;
        }
        DirectUpdate.apply(backend, pods, key, name, pod -> bound(call, pod, binding));
    }

    private Fields bound(Call call, Fields pod, Fields binding) {
        Fields metadata = pod.fields("metadata");
        Fields given = binding.fields("metadata");
        String name = metadata.string("name");
        checkUid(call, given.string("uid"), metadata, name);
        if (metadata.has("deletionTimestamp")) {
            throw conflict(name, "pod " + name + " is being deleted, cannot be assigned to a host");
        }
        String node = pod.fields("spec").string("nodeName");
        if (!node.isEmpty()) {
            throw conflict(name, "pod " + name + " is already assigned to node \"" + node + "\"");
        }
        if (!pod.fields("spec").list("schedulingGates").isEmpty()) {
            throw conflict(name, "pod " + name + " has non-empty .spec.schedulingGates");
        }
        Fields changed =
                pod.withAt(binding.fields("target").string("name"), "spec", "nodeName")
                        .with("status", scheduled(pod.fields("status")));
        changed = merged(changed, given, "annotations");
        return merged(changed, given, "labels");
    }

    private static Fields merged(Fields pod, Fields given, String field) {
        Fields merged = pod.fields("metadata").fields(field);
        Fields more = given.fields(field);
        for (int i = 0; i < more.size(); i++) {
            merged = merged.with(more.nameAt(i), more.valueAt(i));
        }
        return more.isEmpty() ? pod : pod.withAt(merged, "metadata", field);
    }

    private Fields scheduled(Fields status) {
        List<@Nullable Object> conditions = new ArrayList<>();
        for (Object condition : status.list("conditions")) {
            if (condition instanceof Fields one && !one.string("type").equals("PodScheduled")) {
                conditions.add(one);
            }
        }
        conditions.add(
                Fields.builder()
                        .add("type", "PodScheduled")
                        .add("status", "True")
                        .add("lastProbeTime", null)
                        .add("lastTransitionTime", Times.seconds(backend.clock().now()))
                        .build());
        return status.with("conditions", List.copyOf(conditions));
    }

    private static void checkUid(Call call, String wanted, Fields metadata, String name) {
        String is = metadata.string("uid");
        if (!wanted.isEmpty() && !wanted.equals(is)) {
            throw new ApiException(
                    Failure.conflict(
                            "",
                            "pods",
                            name,
                            "StorageError: invalid object, Code: 4, Key: /registry/pods/"
                                    + call.info().namespace()
                                    + "/"
                                    + name
                                    + ", ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: "
                                    + wanted
                                    + ", UID in object meta: "
                                    + is));
        }
    }

    private static ApiException conflict(String name, String why) {
        return new ApiException(Failure.conflict("", "pods/binding", name, why));
    }
}
