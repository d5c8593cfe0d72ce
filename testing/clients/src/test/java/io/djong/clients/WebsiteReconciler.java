package io.djong.clients;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Makes a ConfigMap of each website and says so in its status; both through server-side apply.
@ControllerConfiguration(name = "websites", fieldManager = "website-operator")
public final class WebsiteReconciler implements Reconciler<Website>, Cleaner<Website> {

    /// Names of the websites whose end was seen to.
    final Queue<String> cleaned = new ConcurrentLinkedQueue<>();

    @Override
    public List<EventSource<?, Website>> prepareEventSources(EventSourceContext<Website> context) {
        return List.of(
                new InformerEventSource<>(
                        InformerEventSourceConfiguration.from(ConfigMap.class, Website.class)
                                .withLabelSelector("site")
                                .build(),
                        context));
    }

    @Override
    public UpdateControl<Website> reconcile(Website site, Context<Website> context) {
        String name = site.getMetadata().getName();
        ConfigMap page =
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name + "-page")
                        .withNamespace(site.getMetadata().getNamespace())
                        .addToLabels("site", name)
                        .endMetadata()
                        .addToData("index.html", site.getSpec().html)
                        .build();
        page.addOwnerReference(site);
        context.getClient()
                .resource(page)
                .fieldManager("website-operator")
                .forceConflicts()
                .serverSideApply();
        Website answer = new Website();
        answer.setMetadata(
                new ObjectMetaBuilder()
                        .withName(name)
                        .withNamespace(site.getMetadata().getNamespace())
                        .build());
        Website.Status status = new Website.Status();
        status.page = page.getMetadata().getName();
        status.observedGeneration = site.getMetadata().getGeneration();
        answer.setStatus(status);
        return UpdateControl.patchStatus(answer);
    }

    @Override
    public DeleteControl cleanup(Website site, Context<Website> context) {
        context.getClient()
                .configMaps()
                .inNamespace(site.getMetadata().getNamespace())
                .withName(site.getMetadata().getName() + "-page")
                .delete();
        cleaned.add(site.getMetadata().getName());
        return DeleteControl.defaultDelete();
    }
}
