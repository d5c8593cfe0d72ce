package io.djong.etcd;

import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.store.Leases;
import io.djong.store.Store;
import io.djong.store.StoreException;
import io.djong.store.Value;
import io.grpc.Server;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyServerBuilder;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLException;

/// Serves etcd's API in front of a store, over TLS and to clients with a certificate only.
public final class EtcdServer implements AutoCloseable {

    /// How often leases are looked at; a lease lasts seconds.
    private static final Duration LEASE_TICK = Duration.ofMillis(500);

    /// etcd's `--max-request-bytes`, and a little for what is around it.
    private static final int MESSAGE_BYTES_MAX = 2 << 20;

    /// Enough for clients that give each watch a stream of its own.
    private static final int STREAMS_MAX = 10_000;

    private final Server server;
    private final Leases leases;
    private final Timer timer;
    private volatile boolean isClosed;
    private volatile Timer.Scheduled tick = () -> {};

    /// What a server needs of the world.
    public record Parts(
            Store store,
            Value.Factory values,
            Clock clock,
            Timer timer,
            Threads threads,
            RandomGenerator random) {}

    /// Files in PEM.
    ///
    /// @param clientAuthority who signs clients' certificates
    /// @param organization what a client's certificate must name
    public record Identity(Path certificate, Path key, Path clientAuthority, String organization) {}

    /// Serves when it returns.
    ///
    /// @throws StoreException if it cannot listen there
    public EtcdServer(InetSocketAddress address, Identity identity, Parts parts) {
        Store store = parts.store();
        this.timer = parts.timer();
        this.leases = new Leases(store, parts.clock());
        String url = "https://" + address.getHostString() + ":" + address.getPort();
        Txn txn = new Txn(store, leases, parts.values());
        try {
            this.server =
                    NettyServerBuilder.forAddress(address)
                            .sslContext(tls(identity))
                            .executor(task -> {
                                Thread _ = parts.threads().start("etcd-call", task);
                            })
                            .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                            .maxConcurrentCallsPerConnection(STREAMS_MAX)
                            .intercept(new AdminsOnly(identity.organization()))
                            .addService(new KvService(store, txn))
                            .addService(new WatchService(store, parts.threads()))
                            .addService(new LeaseService(store, leases, parts.random()))
                            .addService(new MaintenanceService(store))
                            .addService(new ClusterService(store, url))
                            .build()
                            .start();
        } catch (IOException failure) {
            throw new StoreException(
                    "cannot listen on " + address + ": " + failure.getMessage(), failure);
        }
        tick();
    }

    private static SslContext tls(Identity identity) throws SSLException {
        SslContextBuilder builder =
                SslContextBuilder.forServer(
                                identity.certificate().toFile(), identity.key().toFile())
                        .trustManager(identity.clientAuthority().toFile())
                        .clientAuth(ClientAuth.REQUIRE);
        return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    }

    public int port() {
        return server.getPort();
    }

    private void tick() {
        if (isClosed) {
            return;
        }
        try {
            int _ = leases.endOverdue();
        } catch (StoreException closed) {
            // The store ends before us, or is out of order, and says so itself.
            if (isClosed) {
                return;
            }
        }
        tick = timer.after(LEASE_TICK, this::tick);
    }

    @Override
    public void close() {
        isClosed = true;
        tick.cancel();
        server.shutdownNow();
    }
}
