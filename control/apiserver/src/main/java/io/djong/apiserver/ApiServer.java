package io.djong.apiserver;

import io.djong.admission.AdmissionChain;
import io.djong.admission.AdmissionSettings;
import io.djong.api.core.v1.Namespace;
import io.djong.api.core.v1.Secret;
import io.djong.apiserver.allocation.ServiceAllocators;
import io.djong.apiserver.answers.HttpAnswers;
import io.djong.apiserver.audit.Audit;
import io.djong.apiserver.bootstrap.Bootstrap;
import io.djong.apiserver.bootstrap.KubernetesService;
import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.customresources.CustomDefinitions;
import io.djong.apiserver.customresources.CustomResources;
import io.djong.apiserver.discovery.Discovery;
import io.djong.apiserver.fairness.Fairness;
import io.djong.apiserver.fairness.InflightLimits;
import io.djong.apiserver.metrics.InflightRequests;
import io.djong.apiserver.metrics.ProcessMetrics;
import io.djong.apiserver.metrics.StorageMetrics;
import io.djong.apiserver.openapi.OpenApi;
import io.djong.apiserver.paths.HealthPaths;
import io.djong.apiserver.paths.IssuerPaths;
import io.djong.apiserver.paths.MetricsPath;
import io.djong.apiserver.paths.PathHandlers;
import io.djong.apiserver.paths.VersionPath;
import io.djong.apiserver.pipeline.Authentication;
import io.djong.apiserver.pipeline.Authorization;
import io.djong.apiserver.pipeline.Filter;
import io.djong.apiserver.pipeline.Impersonating;
import io.djong.apiserver.pipeline.PanicGuard;
import io.djong.apiserver.pipeline.Pipeline;
import io.djong.apiserver.pipeline.RequestMetrics;
import io.djong.apiserver.proxy.KubeletProxy;
import io.djong.apiserver.proxy.PodProxy;
import io.djong.apiserver.requests.Accept;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.security.Security;
import io.djong.apiserver.security.SecurityConfig;
import io.djong.apiserver.security.ServerPlugins;
import io.djong.apiserver.security.StandardAdmission;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.Verb;
import io.djong.auth.token.LegacyTokens;
import io.djong.client.Client;
import io.djong.client.Patch;
import io.djong.client.Transport;
import io.djong.http.ClientConfig;
import io.djong.http.Exchange;
import io.djong.http.HttpClient;
import io.djong.http.HttpException;
import io.djong.http.HttpHandler;
import io.djong.http.HttpServer;
import io.djong.http.ServerConfig;
import io.djong.http.tls.ClientAuth;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.IdentitySource;
import io.djong.http.tls.ServerTls;
import io.djong.http.tls.Trust;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import io.djong.meta.Times;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.store.Store;
import io.djong.store.StoreException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The API server: every request, from a connection or from within the process, goes through one [Pipeline].
public final class ApiServer implements AutoCloseable {

    private static final Log LOG = Log.of(ApiServer.class);
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /// Of the time that a request may take, what it may wait for its turn; upstream's choice.
    private static final int PATIENCE_PART = 4;

    /// What the server does on its own it does under this name, as upstream.
    private static final UserInfo LOOPBACK = UserInfo.of("system:apiserver", UserInfo.MASTERS);

    /// What an API server is made of.
    ///
    /// @param store made with [io.djong.apiserver.storage.StoredObject#FACTORY]
    /// @param random safe for many threads
    /// @param admission makes the chain, once the server can be asked for lookups and transports
    /// @param kubelets shows the certificate by which kubelets know this server; null when there are none to reach
    public record Parts(
            Store store,
            Clock clock,
            RandomGenerator random,
            Threads threads,
            SecurityConfig security,
            Function<ApiServer, AdmissionChain> admission,
            @Nullable HttpClient kubelets) {

        /// Without kubelets.
        public Parts(
                Store store,
                Clock clock,
                RandomGenerator random,
                Threads threads,
                SecurityConfig security,
                Function<ApiServer, AdmissionChain> admission) {
            this(store, clock, random, threads, security, admission, null);
        }

        public Parts withKubelets(HttpClient client) {
            return new Parts(store, clock, random, threads, security, admission, client);
        }
    }

    private final ApiServerConfig config;
    private final Parts parts;
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final Objects objects;
    private final Security security;
    private final Audit audit;
    private final Pipeline pipeline;
    private final HttpAnswers answers;
    private final HttpClient pods;
    private final ServerPlugins serverPlugins;
    private final AdmissionChain admission;
    private final CustomResources custom;
    private @Nullable HttpServer http;
    private volatile boolean ready;

    public ApiServer(ApiServerConfig config, Parts parts) {
        this.config = config;
        this.parts = parts;
        this.objects = new Objects(parts.store());
        this.security =
                Security.over(
                        objects,
                        parts.security(),
                        parts.threads(),
                        parts.clock(),
                        parts.random(),
                        this::noteLegacyUse);
        this.answers = new HttpAnswers(parts.clock(), parts.threads());
        this.pods =
                HttpClient.of(
                        ClientConfig.defaults().withTls(ClientTls.trusting(new Trust.Anybody())),
                        parts.threads());
        Resources resources = Resources.served(config.apis());
        this.custom =
                new CustomResources(
                        resources.all(), objects, parts.clock(), parts.random(), this::convert);
        ServiceAllocators allocators = allocators(resources);
        bootstrap(resources, allocators.firstAddress());
        Backend backend =
                new Backend(
                        objects,
                        this::admissionChain,
                        parts.clock(),
                        parts.random(),
                        allocators,
                        security.escalation()::check);
        this.audit =
                new Audit(
                        config.audit().policy(),
                        config.audit().sink(),
                        parts.clock(),
                        parts.random());
        this.pipeline =
                new Pipeline(
                        filters(),
                        new Dispatcher(
                                custom::resources,
                                Verbs.of(backend, security, resources, proxied(backend, resources)),
                                paths()));
        this.serverPlugins =
                new ServerPlugins(
                        objects,
                        custom::resources,
                        metrics,
                        parts.clock(),
                        parts.threads(),
                        parts.random(),
                        security.authorizer(),
                        this::createNamespace);
        this.admission = parts.admission().apply(this);
        custom.start();
    }

    private Fields convert(Fields clientConfig, Fields review) {
        return serverPlugins.convert(clientConfig, review);
    }

    private ServiceAllocators allocators(Resources resources) {
        return new ServiceAllocators(
                config.serviceClusterIpRanges(),
                config.nodePortFirst(),
                config.nodePortLast(),
                objects,
                resource(resources, "networking.k8s.io", "ipaddresses"),
                parts.clock(),
                parts.random());
    }

    private void bootstrap(Resources resources, String clusterIp) {
        KubernetesService service =
                new KubernetesService(
                        clusterIp,
                        config.advertiseAddress(),
                        config.securePort(),
                        config.serviceClusterIpRanges());
        List<Fields> more = new ArrayList<>(service.objects());
        more.add(LegacyTokens.trackingSince(parts.clock().now()));
        new Bootstrap(objects, resources, parts.clock(), parts.random()).run(more);
        ready = true;
    }

    /// The order that every request goes through.
    private List<Filter> filters() {
        return List.of(
                new RequestMetrics(
                        metrics, parts.clock(), info -> isServed(custom.resources(), info)),
                new InflightRequests(metrics),
                new PanicGuard(),
                new Authentication(security.authenticator()),
                audit,
                new Impersonating(security.impersonation()),
                limits(),
                new Authorization(security.authorizer()));
    }

    private Filter limits() {
        Limits limits = config.limits();
        return limits.fairness()
                ? Fairness.over(
                        objects,
                        this::storedBelow,
                        limits.readsInFlight() + limits.writesInFlight(),
                        limits.requestTimeout().dividedBy(PATIENCE_PART),
                        metrics,
                        parts.clock(),
                        parts.threads())
                : new InflightLimits(limits.readsInFlight(), limits.writesInFlight());
    }

    private String storedBelow(RequestInfo info) {
        Resource resource = custom.resources().find(info.groupVersion(), info.resource());
        if (resource == null || !resource.isStored()) {
            return "";
        }
        String all = resource.storage().prefix();
        return info.namespace().isEmpty() || !resource.isNamespaced()
                ? all
                : all + info.namespace() + "/";
    }

    private Map<String, Verb> proxied(Backend backend, Resources resources) {
        Map<String, Verb> proxied =
                new HashMap<>(
                        new KubeletProxy(
                                        backend,
                                        resource(resources, "", "nodes"),
                                        parts.kubelets(),
                                        parts.threads())
                                .verbs());
        proxied.putAll(
                new PodProxy(
                                backend,
                                resource(resources, "discovery.k8s.io", "endpointslices"),
                                pods,
                                parts.threads())
                        .verbs());
        return proxied;
    }

    private static Resource resource(Resources resources, String group, String name) {
        return java.util.Objects.requireNonNull(resources.preferred(group, name), name);
    }

    private PathHandlers paths() {
        PathHandlers paths = new PathHandlers();
        new Discovery(
                        custom::resources,
                        () -> config.advertiseAddress() + ":" + config.securePort())
                .addTo(paths);
        new HealthPaths()
                .check("ping", () -> true)
                .check("log", () -> true)
                .check("etcd", this::storeAnswers)
                .readyCheck("poststarthook/bootstrap-controller", this::ready)
                .addTo(paths);
        new MetricsPath(metrics, parts.store()).addTo(paths);
        new StorageMetrics(parts.store(), custom::resources).register(metrics);
        new ProcessMetrics(Path.of("/proc/self")).register(metrics);
        new IssuerPaths(
                        parts.security().issuers().getFirst(),
                        "https://" + config.advertiseAddress() + ":" + config.securePort(),
                        parts.security().tokenKeys())
                .addTo(paths);
        new OpenApi(
                        custom::resources,
                        config.gitVersion(),
                        new CustomDefinitions(custom::resources),
                        parts.clock())
                .addTo(paths);
        paths.exact(
                "/version",
                new VersionPath(config.gitVersion(), Times.seconds(parts.clock().now()))::serve);
        return paths;
    }

    private boolean storeAnswers() {
        try {
            return parts.store().revision() >= 0;
        } catch (StoreException closed) {
            return false;
        }
    }

    /// Whether everything that a fresh cluster needs is there.
    public boolean ready() {
        return ready;
    }

    private static boolean isServed(Resources resources, RequestInfo info) {
        Resource resource = resources.find(info.groupVersion(), info.resource());
        return resource != null
                && (info.subresource().isEmpty()
                        || resource.subresources().contains(info.subresource()));
    }

    private AdmissionChain admissionChain() {
        return admission;
    }

    /// Serves requests that come over connections.
    public HttpHandler handler() {
        return this::handle;
    }

    private void handle(Exchange exchange) throws InterruptedException {
        Call call;
        try {
            call = Calls.of(exchange);
        } catch (HttpException malformed) {
            exchange.respond(
                    malformed.status(),
                    io.djong.http.Headers.of("Content-Type", "text/plain; charset=utf-8"),
                    malformed.text().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            return;
        }
        try {
            answer(exchange, call);
        } finally {
            call.end();
        }
    }

    private void answer(Exchange exchange, Call call) throws InterruptedException {
        Reply reply = pipeline.serve(call);
        try {
            answers.answer(exchange, call, call.accept(), reply);
        } catch (ApiException refused) {
            answers.answer(exchange, call, Accept.JSON, Reply.failure(refused.failure()));
        }
    }

    /// Listens for connections over TLS; returns once it does.
    ///
    /// @return the port
    public int start(int port, IdentitySource identity) {
        ServerTls tls =
                new ServerTls(identity, ClientAuth.REQUESTED, parts.security()::shownAuthorities);
        HttpServer started =
                HttpServer.start(
                        ServerConfig.tls(config.bindAddress(), port, tls),
                        parts.threads(),
                        handler());
        http = started;
        return started.port();
    }

    /// Reaches this server from within the process, as that user.
    public Transport transport(UserInfo user) {
        return new InProcessTransport(pipeline, user);
    }

    /// The plug-ins that are on by default, over this server's store; for [Parts].
    public AdmissionChain standardAdmission() {
        return admission(AdmissionSettings.DEFAULTS);
    }

    /// The plug-ins that are wanted, over this server's store; for [Parts], once.
    public AdmissionChain admission(AdmissionSettings settings) {
        return StandardAdmission.of(
                objects,
                security.authorizer(),
                new Client(transport(LOOPBACK)),
                parts.clock(),
                parts.random(),
                settings,
                serverPlugins.plugins(settings));
    }

    /// A token is good even when nobody can note that it was used.
    private void noteLegacyUse(Secret secret) {
        LocalDate today = LocalDate.ofInstant(parts.clock().now(), ZoneOffset.UTC);
        Fields label = LegacyTokens.label(secret, LegacyTokens.LAST_USED, today);
        try {
            new Client(transport(LOOPBACK))
                    .patch(Secret.KIND, secret.key(), new Patch.Merge(label));
        } catch (ApiException failed) {
            LOG.warn(
                    "The use of a token was not noted",
                    "secret",
                    secret.key(),
                    "why",
                    String.valueOf(failed.getMessage()));
        }
    }

    private void createNamespace(Namespace namespace) {
        new Client(transport(LOOPBACK)).create(namespace);
    }

    public Objects objects() {
        return objects;
    }

    public Security security() {
        return security;
    }

    @Override
    public void close() {
        pods.close();
        serverPlugins.close();
        security.close();
        HttpServer server = http;
        if (server != null) {
            try {
                server.close(DRAIN);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                server.close();
            }
        }
    }
}
