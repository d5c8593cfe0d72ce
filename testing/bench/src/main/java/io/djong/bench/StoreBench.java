package io.djong.bench;

import com.google.protobuf.ByteString;
import io.djong.etcd.EtcdServer;
import io.djong.meta.Clock;
import io.djong.meta.Threads;
import io.djong.meta.Timer;
import io.djong.store.DiskOptions;
import io.djong.store.DiskStore;
import io.djong.store.KeyRange;
import io.djong.store.Store;
import io.djong.store.Store.Transaction;
import io.djong.store.Store.Write.Put;
import io.djong.store.Value;
import io.etcd.jetcd.api.KVGrpc;
import io.etcd.jetcd.api.PutRequest;
import io.etcd.jetcd.api.RangeRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/// The disk engine in this process, the same behind etcd's API, and Debian's etcd on the same disk: `./build bench store [seconds]`.
///
/// Both servers are asked by the same client over the same kind of connection: gRPC and TLS with client certificates.
final class StoreBench {

    private static final int KEYS = 10_000;
    private static final int CONNECTIONS = 8;
    private static final int[] CLIENTS = {1, 64, 256};
    private static final String PREFIX = "/registry/pods/";
    private static final Clock CLOCK = Clock.system();

    private final Duration length;
    private final Path directory;

    private StoreBench(Duration length, Path directory) {
        this.length = length;
        this.directory = directory;
    }

    /// What is measured, once for each call.
    private interface Operation {
        void run(int client, int number);
    }

    private record Target(
            String name, Operation putSmall, Operation putLarge, Operation get, Operation range) {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Duration length =
                Duration.ofSeconds(arguments.length > 1 ? Long.parseLong(arguments[1]) : 3);
        Path parent = Path.of(arguments[0], "testing/bench/target");
        Files.createDirectories(parent);
        new StoreBench(length, Files.createTempDirectory(parent, "store")).run();
    }

    private void run() throws IOException, InterruptedException {
        Pki.make(directory);
        try (DiskStore store =
                        new DiskStore(
                                directory.resolve("djong"),
                                DiskOptions.defaults(),
                                Value.Factory.PLAIN,
                                CLOCK,
                                Timer.system(),
                                Threads.virtual(),
                                RandomGenerator.of("L64X128MixRandom"));
                EtcdServer server = serve(store);
                EtcdProcess etcd = EtcdProcess.start(directory)) {
            System.out.printf(
                    "%-28s %8s %12s %12s %12s%n", "", "clients", "per second", "p50 us", "p99 us");
            measure(inProcess(store));
            measure(remote("djong over etcd's API", server.port()));
            measure(remote("etcd " + etcd.version(), etcd.port()));
        }
    }

    private EtcdServer serve(Store store) {
        return new EtcdServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new EtcdServer.Identity(
                        directory.resolve("server.crt"),
                        directory.resolve("server.key"),
                        directory.resolve("ca.crt"),
                        "system:masters"),
                new EtcdServer.Parts(
                        store,
                        Value.Factory.PLAIN,
                        CLOCK,
                        Timer.system(),
                        Threads.virtual(),
                        RandomGenerator.of("L64X128MixRandom")));
    }

    private static String key(int client, int number) {
        return PREFIX + "%05d".formatted((client * 41 + number) % KEYS);
    }

    private static Target inProcess(Store store) {
        byte[] small = new byte[256];
        byte[] large = new byte[1024];
        return new Target(
                "djong in process",
                (client, number) ->
                        store.commit(Transaction.of(new Put(key(client, number), Value.of(small)))),
                (client, number) ->
                        store.commit(Transaction.of(new Put(key(client, number), Value.of(large)))),
                (client, number) -> store.read(0).get(key(client, number)),
                (_, _) -> store.read(0).range(KeyRange.prefix(PREFIX), null, 1_000));
    }

    private Target remote(String name, int port) throws IOException {
        List<KVGrpc.KVBlockingStub> stubs = new ArrayList<>();
        var tls =
                GrpcSslContexts.configure(
                                SslContextBuilder.forClient()
                                        .keyManager(
                                                directory.resolve("admin.crt").toFile(),
                                                directory.resolve("admin.key").toFile())
                                        .trustManager(directory.resolve("ca.crt").toFile()),
                                SslProvider.JDK)
                        .build();
        for (int i = 0; i < CONNECTIONS; i++) {
            ManagedChannel channel =
                    NettyChannelBuilder.forAddress(
                                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                            .overrideAuthority("127.0.0.1")
                            .sslContext(tls)
                            .build();
            stubs.add(KVGrpc.newBlockingStub(channel));
        }
        ByteString small = ByteString.copyFrom(new byte[256]);
        ByteString large = ByteString.copyFrom(new byte[1024]);
        RangeRequest range =
                RangeRequest.newBuilder()
                        .setKey(ByteString.copyFromUtf8(PREFIX))
                        .setRangeEnd(ByteString.copyFromUtf8("/registry/pods0"))
                        .setLimit(1_000)
                        .build();
        return new Target(
                name,
                (client, number) -> stubs.get(client % CONNECTIONS).put(put(client, number, small)),
                (client, number) -> stubs.get(client % CONNECTIONS).put(put(client, number, large)),
                (client, number) -> stubs.get(client % CONNECTIONS).range(get(client, number)),
                (client, _) -> stubs.get(client % CONNECTIONS).range(range));
    }

    private static PutRequest put(int client, int number, ByteString value) {
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key(client, number)))
                .setValue(value)
                .build();
    }

    private static RangeRequest get(int client, int number) {
        return RangeRequest.newBuilder()
                .setKey(ByteString.copyFromUtf8(key(client, number)))
                .build();
    }

    private void measure(Target target) throws InterruptedException {
        measure("", 64, target.putSmall());
        for (int clients : CLIENTS) {
            measure(target.name() + ", put 256 B", clients, target.putSmall());
        }
        measure(target.name() + ", put 1 kB", 256, target.putLarge());
        for (int clients : new int[] {1, 64}) {
            measure(target.name() + ", get", clients, target.get());
        }
        measure(target.name() + ", range 1000", 4, target.range());
    }

    @SuppressWarnings("ThreadPriorityCheck") // a client that never waits gives way now and then
    private void measure(String what, int clients, Operation operation)
            throws InterruptedException {
        long start = CLOCK.nanos();
        long end = start + length.toNanos();
        long[][] samples = new long[clients][];
        long[] counts = new long[clients];
        List<Thread> threads = new ArrayList<>();
        for (int c = 0; c < clients; c++) {
            int client = c;
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                long[] nanos = new long[1 << 14];
                                int count = 0;
                                long now = CLOCK.nanos();
                                while (now < end) {
                                    operation.run(client, count);
                                    long then = now;
                                    now = CLOCK.nanos();
                                    nanos[count++ % nanos.length] = now - then;
                                    if (count % 1_000 == 0) {
                                        Thread.yield();
                                    }
                                }
                                counts[client] = count;
                                samples[client] =
                                        Arrays.copyOf(nanos, Math.min(count, nanos.length));
                            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (CLOCK.nanos() - start) / 1e9;
        long[] all = Arrays.stream(samples).flatMapToLong(LongStream::of).sorted().toArray();
        if (!what.isEmpty()) {
            System.out.printf(
                    Locale.ROOT,
                    "%-36s %5d %,12.0f %12.1f %12.1f%n",
                    what,
                    clients,
                    LongStream.of(counts).sum() / seconds,
                    all[all.length / 2] / 1e3,
                    all[(int) (all.length * 0.99)] / 1e3);
        }
    }
}
