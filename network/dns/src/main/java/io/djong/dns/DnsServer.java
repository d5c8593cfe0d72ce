package io.djong.dns;

import io.djong.api.core.v1.ConfigMap;
import io.djong.api.core.v1.Service;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.client.Informer;
import io.djong.client.Informers;
import io.djong.meta.Log;
import io.djong.meta.ObjectKey;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.dns.DatagramDnsQueryDecoder;
import io.netty.handler.codec.dns.DatagramDnsResponseEncoder;
import io.netty.handler.codec.dns.TcpDnsQueryDecoder;
import io.netty.handler.codec.dns.TcpDnsResponseEncoder;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// The cluster's name server on UDP and TCP.
///
/// The event loop answers from [Zone]; informers' threads write it, one at a time under a small lock.
public final class DnsServer implements AutoCloseable {

    private static final Log LOG = Log.of(DnsServer.class);

    private static final int IDLE_SECONDS = 10;

    private static final ObjectKey COREFILE = ObjectKey.of("kube-system", "coredns");

    private final String domain;
    private final String address;
    private final Informer<Service> services;
    private final Informer<EndpointSlice> slices;
    private final Informer<ConfigMap> configs;
    private final Zone zone = new Zone();
    private final Responses responses;
    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> channels = new ArrayList<>();
    private final Map<Corefile.Block, List<InetSocketAddress>> upstreams =
            new ConcurrentHashMap<>();
    private volatile Corefile corefile;

    /// @param domain `cluster.local`
    public DnsServer(String domain, String address, Informers informers, RandomGenerator random) {
        this.domain = domain;
        this.address = address;
        this.services = informers.of(Service.KIND);
        this.slices = informers.of(EndpointSlice.KIND);
        this.configs = informers.of(ConfigMap.KIND);
        this.responses = new Responses(random);
        this.corefile = Corefile.parse(Corefile.DEFAULT.formatted(domain));
    }

    /// The Corefile that a new cluster gets.
    public static String defaultCorefile(String domain) {
        return Corefile.DEFAULT.formatted(domain);
    }

    /// Binds, and answers from then on.
    ///
    /// @param port 0 for any
    public void start(int port) throws InterruptedException {
        services.listen(change -> change.states().forEach(service -> refresh(service.key())));
        slices.listen(change -> change.states().forEach(this::refreshOf));
        configs.listen(change -> {
            if (change.latest().key().equals(COREFILE)) {
                configure(change.latest());
            }
        });
        Forwarder forwarder = new Forwarder(group);
        QueryHandler handler =
                new QueryHandler(
                        () -> new QueryHandler.Configuration(corefile, this::upstreamsOf),
                        new Resolver(zone, domain),
                        responses,
                        forwarder);
        Channel udp = bindUdp(port, handler);
        channels.add(udp);
        channels.add(bindTcp(((InetSocketAddress) udp.localAddress()).getPort(), handler));
    }

    private Channel bindUdp(int port, QueryHandler handler) throws InterruptedException {
        return new Bootstrap()
                .group(group)
                .channel(NioDatagramChannel.class)
                .handler(
                        new ChannelInitializer<NioDatagramChannel>() {
                            @Override
                            protected void initChannel(NioDatagramChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new DatagramDnsQueryDecoder(),
                                                new DatagramDnsResponseEncoder(),
                                                handler);
                            }
                        })
                .bind(address, port)
                .sync()
                .channel();
    }

    private Channel bindTcp(int port, QueryHandler handler) throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(
                        new ChannelInitializer<SocketChannel>() {
                            @Override
                            protected void initChannel(SocketChannel channel) {
                                channel.pipeline()
                                        .addLast(
                                                new ReadTimeoutHandler(
                                                        IDLE_SECONDS, TimeUnit.SECONDS),
                                                new TcpDnsQueryDecoder(),
                                                new TcpDnsResponseEncoder(),
                                                handler);
                            }
                        })
                .bind(address, port)
                .sync()
                .channel();
    }

    /// Where it listens.
    public int port() {
        return ((InetSocketAddress) channels.getFirst().localAddress()).getPort();
    }

    /// Whether it knows every Service.
    public boolean isReady() {
        return services.hasSynced() && slices.hasSynced();
    }

    private List<InetSocketAddress> upstreamsOf(Corefile.Block block) {
        return upstreams.computeIfAbsent(block, key -> Forwarder.servers(key.forwardTo(), address));
    }

    private void refreshOf(EndpointSlice slice) {
        String service = slice.labels().get("kubernetes.io/service-name");
        if (service != null) {
            refresh(ObjectKey.of(slice.namespace(), service));
        }
    }

    private synchronized void refresh(ObjectKey key) {
        List<EndpointSlice> its =
                slices.inNamespace(key.namespace()).stream()
                        .filter(slice ->
                                key.name().equals(slice.labels().get("kubernetes.io/service-name")))
                        .toList();
        zone.put(
                key,
                services.find(key)
                        .map(service -> ServiceRecords.of(service, its, domain))
                        .orElse(List.of()));
    }

    private void configure(ConfigMap config) {
        String text = config.data().get("Corefile");
        if (text == null) {
            return;
        }
        try {
            corefile = Corefile.parse(text);
            upstreams.clear();
        } catch (RuntimeException wrong) {
            LOG.warn("Corefile not taken, the one before holds", wrong, "configMap", COREFILE);
        }
    }

    @Override
    public void close() {
        channels.forEach(channel -> channel.close().awaitUninterruptibly());
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
