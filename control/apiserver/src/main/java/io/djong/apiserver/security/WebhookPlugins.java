package io.djong.apiserver.security;

import io.djong.admission.AdmissionPlugin;
import io.djong.admission.webhook.Conditions;
import io.djong.admission.webhook.HookClient;
import io.djong.admission.webhook.Hooks;
import io.djong.admission.webhook.MutatingAdmissionWebhook;
import io.djong.admission.webhook.ServiceAddresses;
import io.djong.admission.webhook.ValidatingAdmissionWebhook;
import io.djong.admission.webhook.Webhooks;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Service;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.metrics.WebhookMetrics;
import io.djong.apiserver.resources.Resource.StorageName;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.StoreLookup;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Threads;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The two webhook plug-ins over the store: a configuration counts as soon as its write was answered.
public final class WebhookPlugins implements AutoCloseable {

    private static final String GROUP = "admissionregistration.k8s.io";

    private final HookClient client;
    private final List<AdmissionPlugin> plugins;

    public WebhookPlugins(
            Objects objects,
            Supplier<Resources> resources,
            PrometheusRegistry metrics,
            Clock clock,
            Threads threads,
            RandomGenerator random,
            Conditions conditions) {
        ServiceAddresses addresses =
                new ServiceAddresses(
                        new StoreLookup<>(objects, Service.KIND),
                        new StoreLookup<>(objects, EndpointSlice.KIND),
                        random);
        StoreLookup<Namespace> namespaces = new StoreLookup<>(objects, Namespace.KIND);
        ResourceDocuments documents = new ResourceDocuments(resources);
        this.client = new HookClient(addresses, threads, clock);
        Webhooks webhooks =
                new Webhooks(
                        client,
                        name ->
                                namespaces
                                        .find(ObjectKey.of(name))
                                        .map(namespace -> namespace.metadata().labels()),
                        documents,
                        documents,
                        conditions,
                        new WebhookMetrics(metrics),
                        clock,
                        threads,
                        random);
        this.plugins =
                List.of(
                        new MutatingAdmissionWebhook(
                                hooks(objects, "mutatingwebhookconfigurations"), webhooks),
                        new ValidatingAdmissionWebhook(
                                hooks(objects, "validatingwebhookconfigurations"), webhooks));
    }

    private static Hooks hooks(Objects objects, String resource) {
        Hooks hooks = new Hooks(() -> objects.list(GROUP, resource, ""));
        String prefix = new StorageName(GROUP, resource).prefix();
        objects.listen(
                (key, _) -> {
                    if (key.startsWith(prefix)) {
                        hooks.changed();
                    }
                });
        return hooks;
    }

    public List<AdmissionPlugin> plugins() {
        return plugins;
    }

    /// Ends the connections to webhooks.
    @Override
    public void close() {
        client.close();
    }
}
