package io.djong.cluster;

import io.djong.apiserver.ApiServer;
import io.djong.apiserver.ApiServerConfig;
import io.djong.apiserver.audit.AuditSink;
import io.djong.apiserver.audit.AuditTrail;
import io.djong.apiserver.security.SecurityConfig;
import io.djong.apiserver.storage.StoredObject;
import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.KubeConfig;
import io.djong.auth.pki.PkiNames;
import io.djong.auth.token.StaticTokens;
import io.djong.auth.token.TokenIssuer;
import io.djong.cli.CliException;
import io.djong.cli.Version;
import io.djong.client.Client;
import io.djong.client.Events;
import io.djong.client.Informers;
import io.djong.etcd.EtcdServer;
import io.djong.http.ClientConfig;
import io.djong.http.HttpClient;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Trust;
import io.djong.meta.Log;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.store.DiskOptions;
import io.djong.store.DiskStore;
import io.djong.store.Store;
import io.djong.store.StoreException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The API server with its store, and the loops that need no node: controllers and scheduler.
final class ControlPlane implements AutoCloseable {

    private static final Log LOG = Log.of(ControlPlane.class);

    private final ClusterConfig config;
    private final AddressRanges ranges;
    private final Machinery machinery;
    private final String address;
    private final List<AutoCloseable> closing = new ArrayList<>();
    private @Nullable ApiServer server;
    private volatile @Nullable Store store;
    private @Nullable ClusterPki pki;
    private @Nullable Informers informers;
    private @Nullable Events events;
    private volatile @Nullable ControlLoops loops;

    ControlPlane(ClusterConfig config, AddressRanges ranges, Machinery machinery, String address) {
        this.config = config;
        this.ranges = ranges;
        this.machinery = machinery;
        this.address = address;
    }

    /// Serves the API when it returns.
    void start() throws InterruptedException, IOException {
        Path directory = config.dataDir();
        Thread.Builder.OfVirtual builder = Thread.ofVirtual().name("open-store");
        Opening opening = new Opening(directory.resolve("store"), machinery);
        Thread opener = builder.start(opening);
        PkiNames names =
                new PkiNames(
                        config.nodeName(),
                        config.clusterDomain(),
                        List.of(ranges.apiAddress()),
                        List.of(address),
                        List.of());
        ClusterPki certificates =
                ClusterPki.ensure(
                        directory.resolve("pki"), names, machinery.clock(), machinery.random());
        pki = certificates;
        opener.join();
        Store opened = opening.store();
        store = opened;
        closing.add(opened);
        SecurityConfig security = security(certificates);
        ApiServerConfig serverConfig =
                ApiServerConfig.defaults()
                        .withBindAddress(config.bindAddress())
                        .withAdvertiseAddress(address, config.port())
                        .withServiceClusterIpRanges(List.of(ranges.serviceCidr()))
                        .withLimits(config.safety().limits())
                        .withAudit(audit())
                        .withGitVersion(Version.GIT_VERSION)
                        .withApis(config.apis());
        ApiServer started =
                new ApiServer(
                        serverConfig,
                        new ApiServer.Parts(
                                opened,
                                machinery.clock(),
                                machinery.random(),
                                machinery.threads(),
                                security,
                                starting -> starting.admission(config.admission()),
                                kubelets(certificates)));
        server = started;
        listen(started, certificates);
        closing.add(started);
        if (!config.etcdListen().isEmpty()) {
            closing.add(etcd(opened));
        }
        writeKubeconfigs(certificates);
    }

    private SecurityConfig security(ClusterPki certificates) throws IOException {
        SecuritySettings settings = config.security();
        SecurityConfig security =
                SecurityConfig.of(
                                certificates.serviceAccountKey(),
                                certificates.serviceAccountKeys(),
                                certificates::authorities)
                        .withStaticTokens(staticTokens())
                        .withAuthentication(settings.authentication())
                        .withAuthorization(settings.authorization());
        List<String> issuers =
                settings.issuers().isEmpty() ? security.issuers() : settings.issuers();
        return security.withIssuers(
                issuers, settings.apiAudiences().isEmpty() ? issuers : settings.apiAudiences());
    }

    private AuditTrail audit() {
        AuditTrail trail = config.safety().trail(machinery.clock());
        AuditSink sink = trail.sink();
        if (sink != null) {
            closing.add(sink);
        }
        return trail;
    }

    private EtcdServer etcd(Store front) {
        int colon = config.etcdListen().lastIndexOf(':');
        Path directory = config.dataDir().resolve("pki");
        try {
            return new EtcdServer(
                    new InetSocketAddress(
                            InetAddress.getByName(config.etcdListen().substring(0, colon)),
                            Integer.parseInt(config.etcdListen().substring(colon + 1))),
                    new EtcdServer.Identity(
                            directory.resolve("apiserver.crt"),
                            directory.resolve("apiserver.key"),
                            directory.resolve("ca.crt"),
                            UserInfo.MASTERS),
                    new EtcdServer.Parts(
                            front,
                            StoredObject.FACTORY,
                            machinery.clock(),
                            machinery.timer(),
                            machinery.threads(),
                            machinery.random()));
        } catch (UnknownHostException | StoreException failure) {
            throw new CliException("--etcd-listen: " + failure.getMessage(), failure);
        }
    }

    /// Kubelets are known by their node objects, not by who signed for them, as upstream does without `--kubelet-certificate-authority`.
    private HttpClient kubelets(ClusterPki certificates) {
        ClientTls tls =
                ClientTls.trusting(new Trust.Anybody())
                        .withIdentity(() -> certificates.leaf("apiserver-kubelet-client"));
        return HttpClient.of(ClientConfig.defaults().withTls(tls), machinery.threads());
    }

    private void listen(ApiServer started, ClusterPki certificates) {
        try {
            started.start(config.port(), _ -> certificates.leaf("apiserver"));
        } catch (RuntimeException failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw new CliException(
                            "--port: "
                                    + config.port()
                                    + ": another program listens on it: say another one",
                            failure);
                }
            }
            throw failure;
        }
    }

    private Map<String, UserInfo> staticTokens() throws IOException {
        Path file = config.tokenAuthFile();
        return file.toString().isEmpty() ? Map.of() : StaticTokens.parse(Files.readString(file));
    }

    private void writeKubeconfigs(ClusterPki certificates) {
        String host = config.bindAddress().equals("0.0.0.0") ? "127.0.0.1" : config.bindAddress();
        String url = "https://" + host + ":" + config.port();
        Fields admin = KubeConfig.of("djong", url, certificates, certificates.leaf("admin"));
        KubeConfig.write(config.dataDir().resolve("admin.kubeconfig"), admin);
        KubeConfig.merge(config.kubeconfig(), admin);
    }

    /// Starts the loops; they find their own way from then on.
    void startLoops() {
        ControlLoops started = new ControlLoops(this, machinery);
        started.start(config, ranges);
        loops = started;
        closing.add(started);
    }

    /// Signs tokens of service accounts as the API server does.
    TokenIssuer tokenIssuer() {
        return new TokenIssuer(
                server().security().config().issuers().getFirst(),
                pki().serviceAccountKey(),
                pki().serviceAccountKeys().getFirst(),
                machinery.clock(),
                machinery.random());
    }

    /// A client in this process that acts as one of the system's own users.
    Client client(String user) {
        return new Client(server().transport(UserInfo.of(user, UserInfo.MASTERS)));
    }

    Informers informers() {
        Informers known = informers;
        if (known == null) {
            known =
                    new Informers(
                            client("system:djong"),
                            machinery.clock(),
                            machinery.threads(),
                            machinery.random());
            informers = known;
            closing.add(known);
        }
        return known;
    }

    Events events() {
        Events known = events;
        if (known == null) {
            known = new Events(client("system:djong"), machinery.clock());
            known.start(machinery.threads());
            events = known;
        }
        return known;
    }

    /// Each part with "" when it works; otherwise what is wrong.
    void addTroubles(Map<String, String> troubles) {
        ApiServer known = server;
        Store kept = store;
        troubles.put("store", kept == null ? "not open" : kept.trouble());
        troubles.put("apiserver", known != null && known.ready() ? "" : "not ready");
        ControlLoops running = loops;
        if (running != null) {
            running.addTroubles(troubles);
        }
    }

    ApiServer server() {
        ApiServer known = server;
        if (known == null) {
            throw new IllegalStateException("the API server has not been started");
        }
        return known;
    }

    ClusterPki pki() {
        ClusterPki known = pki;
        if (known == null) {
            throw new IllegalStateException("the certificates have not been read");
        }
        return known;
    }

    /// In the reverse order of the start: nothing is acknowledged after the store is closed.
    @Override
    public void close() {
        for (AutoCloseable part : closing.reversed()) {
            try {
                part.close();
            } catch (Exception failure) {
                LOG.error(
                        "A part did not stop in order",
                        failure,
                        "part",
                        part.getClass().getSimpleName());
            }
        }
    }

    /// Reads the store while certificates are looked at.
    private static final class Opening implements Runnable {
        private final Path directory;
        private final Machinery machinery;
        private @Nullable Store store;
        private @Nullable RuntimeException failure;

        Opening(Path directory, Machinery machinery) {
            this.directory = directory;
            this.machinery = machinery;
        }

        @Override
        public void run() {
            try {
                store =
                        new DiskStore(
                                directory,
                                DiskOptions.defaults(),
                                StoredObject.FACTORY,
                                machinery.clock(),
                                machinery.timer(),
                                machinery.threads(),
                                machinery.random());
            } catch (RuntimeException broken) {
                failure = broken;
            }
        }

        /// After the thread has ended.
        Store store() {
            Store opened = store;
            if (opened == null) {
                throw new CliException(
                        "the store cannot be opened: "
                                + (failure == null ? "" : failure.getMessage()));
            }
            return opened;
        }
    }
}
