package io.djong.clients;

import io.djong.apiserver.ApiServer;
import io.djong.apiserver.ApiServerConfig;
import io.djong.apiserver.security.SecurityConfig;
import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.KubeConfig;
import io.djong.auth.pki.PkiNames;
import io.djong.client.Client;
import io.djong.client.Informers;
import io.djong.controllers.Controllers;
import io.djong.controllers.ControllersConfig;
import io.djong.http.tls.Pem;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.store.MemoryStore;
import io.djong.store.Retention;
import io.djong.store.Store;
import io.djong.wire.Yaml;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;

/// API server and controllers over a memory store, behind TLS on a free port, with the certificates of a real cluster.
final class LiveServer implements AutoCloseable {

    private static final Duration SYNC = Duration.ofSeconds(60);

    private final Store store;
    private final ApiServer server;
    private final Informers informers;
    private final Controllers controllers;
    private final ClusterPki pki;
    private final int port;

    private LiveServer(Path directory) throws InterruptedException {
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.system();
        Threads threads = Threads.virtual();
        store = new MemoryStore(Retention.defaults(), clock, Timer.system());
        PkiNames names =
                new PkiNames("node-1", "cluster.local", List.of(), List.of("127.0.0.1"), List.of());
        pki = ClusterPki.ensure(directory.resolve("pki"), names, clock, random);
        server =
                new ApiServer(
                        ApiServerConfig.defaults().withBindAddress("127.0.0.1"),
                        new ApiServer.Parts(
                                store,
                                clock,
                                random,
                                threads,
                                SecurityConfig.of(
                                        pki.serviceAccountKey(),
                                        pki.serviceAccountKeys(),
                                        pki::authorities),
                                ApiServer::standardAdmission));
        port = server.start(0, _ -> pki.leaf("apiserver"));
        Client client =
                new Client(
                        server.transport(
                                UserInfo.of("system:kube-controller-manager", UserInfo.MASTERS)));
        informers = new Informers(client, clock, threads, random);
        controllers =
                Controllers.all(
                        client,
                        informers,
                        clock,
                        Timer.system(),
                        threads,
                        random,
                        ControllersConfig.defaults(Pem.write(pki.authorities().getFirst())));
        controllers.list().forEach(controller -> controller.connect());
        informers.start();
        if (!informers.awaitSync(SYNC)) {
            throw new IllegalStateException("controllers did not get their first lists");
        }
        controllers.start();
    }

    /// @param directory for certificates
    static LiveServer start(Path directory) {
        try {
            return new LiveServer(directory);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }

    /// The file of an administrator, as YAML.
    String kubeconfig() {
        Fields config = KubeConfig.of("djong", "https://127.0.0.1:" + port, pki, pki.leaf("admin"));
        return new String(Yaml.write(config), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        controllers.close();
        informers.close();
        server.close();
        try {
            store.close();
        } catch (Exception failure) {
            throw new IllegalStateException("close the store", failure);
        }
    }
}
