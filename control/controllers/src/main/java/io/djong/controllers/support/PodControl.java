package io.djong.controllers.support;

import io.djong.api.ApiObject;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.PodTemplateSpec;
import io.djong.api.meta.v1.ObjectMeta;
import io.djong.client.Client;
import io.djong.client.DeleteOptions;
import io.djong.client.EventRecorder;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.Reason;
import java.util.List;

/// Makes and removes the pods of an owner, and tells about it on the owner. Event texts are upstream's.
public final class PodControl {

    /// A longer prefix would leave no room for the hyphen and the random suffix of a pod's name.
    private static final int PREFIX_MAX = 253;

    private final Client client;
    private final EventRecorder recorder;

    public PodControl(Client client, EventRecorder recorder) {
        this.client = client;
        this.recorder = recorder;
    }

    /// A pod of the template, controlled by `owner`, to be named by the server.
    public static Pod fromTemplate(PodTemplateSpec template, ApiObject<?> owner) {
        ObjectMeta of = template.metadata();
        String prefix = owner.name() + "-";
        ObjectMeta metadata =
                ObjectMeta.EMPTY
                        .withGenerateName(prefix.length() <= PREFIX_MAX ? prefix : owner.name())
                        .withNamespace(owner.namespace())
                        .withLabels(of.labels())
                        .withAnnotations(of.annotations())
                        .withFinalizers(of.finalizers())
                        .withOwnerReferences(List.of(owner.asController()));
        return Pod.KIND.empty().withMetadata(metadata).withSpec(template.spec());
    }

    public Pod create(Pod pod, ApiObject<?> owner) {
        try {
            Pod created = client.create(pod);
            recorder.normal(owner, "SuccessfulCreate", "Created pod: " + created.name());
            return created;
        } catch (ApiException refused) {
            if (!isNamespaceTerminating(refused)) {
                recorder.warning(
                        owner, "FailedCreate", "Error creating: " + refused.failure().message());
            }
            throw refused;
        }
    }

    /// Deletes the pod; one that is already gone is no error.
    public void delete(Pod pod, ApiObject<?> owner) {
        try {
            client.delete(Pod.KIND, pod.key(), DeleteOptions.PLAIN.only(pod.uid()));
            recorder.normal(owner, "SuccessfulDelete", "Deleted pod: " + pod.name());
        } catch (ApiException refused) {
            // A conflict says that another pod has the name by now.
            if (!refused.is(Reason.NOT_FOUND) && !refused.is(Reason.CONFLICT)) {
                recorder.warning(
                        owner, "FailedDelete", "Error deleting: " + refused.failure().message());
                throw refused;
            }
        }
    }

    /// Whether the API refuses because the namespace is going away; its contents will go too, so there is nothing to retry.
    public static boolean isNamespaceTerminating(ApiException refused) {
        Failure.Details details = refused.failure().details();
        return refused.is(Reason.FORBIDDEN)
                && details != null
                && details.causes().stream()
                        .anyMatch(cause -> cause.reason().equals("NamespaceTerminating"));
    }
}
