package io.djong.apiserver;

import io.djong.apiserver.security.SecurityConfig;
import io.djong.auth.pki.ClusterPki;
import io.djong.auth.pki.PkiNames;
import io.djong.http.ClientConfig;
import io.djong.http.HttpClient;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Trust;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.meta.UserInfo;
import io.djong.store.MemoryStore;
import io.djong.store.Retention;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/// An API server on a port, for the oracle's tools and for kubectl: `OracleServer <directory> <port> <token>`.
final class OracleServer {

    private OracleServer() {}

    public static void main(String[] args) throws InterruptedException {
        long began = System.nanoTime();
        SecureRandom random = new SecureRandom();
        Clock clock = Clock.system();
        ClusterPki pki =
                ClusterPki.ensure(
                        Path.of(args[0]),
                        new PkiNames(
                                "oracle",
                                "cluster.local",
                                List.of("10.96.0.1"),
                                List.of("127.0.0.1"),
                                List.of()),
                        clock,
                        random);
        SecurityConfig security =
                SecurityConfig.of(
                                pki.serviceAccountKey(), pki.serviceAccountKeys(), pki::authorities)
                        .withStaticTokens(
                                Map.of(
                                        args[2],
                                        new UserInfo(
                                                "admin",
                                                "1",
                                                List.of(UserInfo.MASTERS),
                                                Map.of())));
        ApiServer server =
                new ApiServer(
                        ApiServerConfig.defaults(),
                        new ApiServer.Parts(
                                new MemoryStore(Retention.defaults(), clock, Timer.system()),
                                clock,
                                random,
                                Threads.virtual(),
                                security,
                                ApiServer::standardAdmission,
                                HttpClient.of(
                                        ClientConfig.defaults()
                                                .withTls(
                                                        ClientTls.trusting(new Trust.Anybody())
                                                                .withIdentity(() ->
                                                                        pki.leaf(
                                                                                "apiserver-kubelet-client"))),
                                        Threads.virtual())));
        int port = server.start(Integer.parseInt(args[1]), _ -> pki.leaf("apiserver"));
        System.out.println(
                "ready on " + port + " after " + (System.nanoTime() - began) / 1_000_000 + " ms");
        Thread.currentThread().join();
    }
}
