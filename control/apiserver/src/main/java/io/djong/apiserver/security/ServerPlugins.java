package io.djong.apiserver.security;

import io.djong.admission.AdmissionPlugin;
import io.djong.admission.AdmissionSettings;
import io.djong.admission.ImagePolicyWebhook;
import io.djong.admission.NamespaceAutoProvision;
import io.djong.admission.OwnerReferencesPermissionEnforcement;
import io.djong.admission.policy.CelConditions;
import io.djong.admission.webhook.HookClient;
import io.djong.admission.webhook.HookException;
import io.djong.admission.webhook.Hooks;
import io.djong.admission.webhook.MutatingAdmissionWebhook;
import io.djong.admission.webhook.ServiceAddresses;
import io.djong.admission.webhook.ValidatingAdmissionWebhook;
import io.djong.admission.webhook.Webhooks;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Service;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.customresources.ConversionException;
import io.djong.apiserver.metrics.WebhookMetrics;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.resources.Resource.StorageName;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.StoreLookup;
import io.djong.auth.Authorizer;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The plug-ins that need more of the server than lookups: webhooks, and those that ask what is served.
///
/// A webhook's configuration counts as soon as its write was answered.
public final class ServerPlugins implements AutoCloseable {

    private static final String GROUP = "admissionregistration.k8s.io";

    /// As upstream waits.
    private static final Duration CONVERSION_PATIENCE = Duration.ofSeconds(30);

    private final HookClient client;
    private final List<AdmissionPlugin> plugins = new ArrayList<>();
    private final List<ImagePolicyWebhook> imagePolicies = new ArrayList<>();
    private final Threads threads;
    private final Clock clock;

    /// @param create makes a namespace, as the server itself
    public ServerPlugins(
            Objects objects,
            Supplier<Resources> resources,
            PrometheusRegistry metrics,
            Clock clock,
            Threads threads,
            RandomGenerator random,
            Authorizer authorizer,
            Consumer<Namespace> create) {
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
                        new CelConditions(PolicyPlugins.access(authorizer)),
                        new WebhookMetrics(metrics),
                        clock,
                        threads,
                        random);
        this.threads = threads;
        this.clock = clock;
        plugins.add(
                new MutatingAdmissionWebhook(
                        hooks(objects, "mutatingwebhookconfigurations"), webhooks));
        plugins.add(
                new ValidatingAdmissionWebhook(
                        hooks(objects, "validatingwebhookconfigurations"), webhooks));
        plugins.add(
                new OwnerReferencesPermissionEnforcement(
                        StandardAdmission.permissions(authorizer),
                        (version, kind) ->
                                resources.get().all().stream()
                                        .filter(one ->
                                                one.groupVersion().equals(version)
                                                        && one.kind().equals(kind))
                                        .map(Resource::name)
                                        .findFirst()));
        plugins.add(new NamespaceAutoProvision(namespaces, create));
        plugins.addAll(
                PolicyPlugins.of(objects, resources, documents, PolicyPlugins.access(authorizer)));
    }

    private static Hooks hooks(Objects objects, String resource) {
        Hooks hooks = new Hooks(() -> objects.list(GROUP, resource, ""));
        String prefix = new StorageName(GROUP, resource).prefix();
        objects.listen((key, _) -> {
            if (key.startsWith(prefix)) {
                hooks.changed();
            }
        });
        return hooks;
    }

    /// @throws IllegalArgumentException when one of them cannot work as it is configured
    public List<AdmissionPlugin> plugins(AdmissionSettings settings) {
        List<AdmissionPlugin> all = new ArrayList<>(plugins);
        if (settings.enabled().contains("ImagePolicyWebhook")) {
            ImagePolicyWebhook images =
                    new ImagePolicyWebhook(
                            settings.configuration("ImagePolicyWebhook"), threads, clock);
            imagePolicies.add(images);
            all.add(images);
        }
        return all;
    }

    /// Asks a conversion webhook.
    ///
    /// @throws ConversionException when it answers nothing usable in time
    public Fields convert(Fields clientConfig, Fields review) {
        try {
            return client.post(clientConfig, CONVERSION_PATIENCE, review);
        } catch (HookException failed) {
            throw new ConversionException(failed.text());
        }
    }

    /// Ends the connections to webhooks.
    @Override
    public void close() {
        client.close();
        imagePolicies.forEach(ImagePolicyWebhook::close);
    }
}
