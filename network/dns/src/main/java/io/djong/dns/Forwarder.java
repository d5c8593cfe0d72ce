package io.djong.dns;

import io.djong.meta.Log;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks other servers.
final class Forwarder implements AutoCloseable {

    private static final Log LOG = Log.of(Forwarder.class);

    /// As `max_concurrent` in kubeadm's Corefile; more are refused.
    private static final int CONCURRENT_MAX = 1000;

    private static final int TIMEOUT_MILLIS = 2000;
    private static final int PORT = 53;

    private final DnsNameResolver resolver;
    private final Semaphore permits = new Semaphore(CONCURRENT_MAX);

    Forwarder(EventLoopGroup group) {
        this.resolver =
                new DnsNameResolverBuilder(group.next())
                        .datagramChannelType(NioDatagramChannel.class)
                        .socketChannelType(NioSocketChannel.class)
                        .queryTimeoutMillis(TIMEOUT_MILLIS)
                        .maxPayloadSize(1232)
                        .build();
    }

    /// Asks the servers one after another until one answers.
    ///
    /// @param then gets the answer, or null when none came; it must release the answer
    void ask(
            List<InetSocketAddress> servers,
            DnsQuestion question,
            Consumer<@Nullable DnsResponse> then) {
        if (servers.isEmpty() || !permits.tryAcquire()) {
            then.accept(null);
            return;
        }
        ask(
                servers,
                0,
                question,
                answer -> {
                    permits.release();
                    then.accept(answer);
                });
    }

    private void ask(
            List<InetSocketAddress> servers,
            int at,
            DnsQuestion question,
            Consumer<@Nullable DnsResponse> then) {
        resolver.query(servers.get(at), question)
                .addListener((Future<AddressedEnvelope<DnsResponse, InetSocketAddress>> done) -> {
                    if (done.isSuccess()) {
                        then.accept(done.getNow().content());
                    } else if (at + 1 < servers.size()) {
                        ask(servers, at + 1, question, then);
                    } else {
                        then.accept(null);
                    }
                });
    }

    /// Turns what a Corefile says into addresses; a file's `nameserver` lines are read each time it is configured.
    ///
    /// @param avoid our own address, which would ask in circles
    static List<InetSocketAddress> servers(List<String> words, String avoid) {
        List<InetSocketAddress> servers = new ArrayList<>();
        for (String word : words) {
            if (word.startsWith("/")) {
                servers.addAll(fromFile(Path.of(word), avoid));
            } else {
                String plain = word.replaceFirst("^dns://", "");
                int colon = plain.lastIndexOf(':');
                servers.add(
                        colon < 0
                                ? new InetSocketAddress(plain, PORT)
                                : new InetSocketAddress(
                                        plain.substring(0, colon),
                                        Integer.parseInt(plain.substring(colon + 1))));
            }
        }
        return List.copyOf(servers);
    }

    private static List<InetSocketAddress> fromFile(Path file, String avoid) {
        List<InetSocketAddress> servers = new ArrayList<>();
        try {
            for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
                String[] words = line.strip().split("\\s+");
                if (words.length > 1 && words[0].equals("nameserver") && !words[1].equals(avoid)) {
                    servers.add(new InetSocketAddress(words[1], PORT));
                }
            }
        } catch (IOException failure) {
            LOG.warn("Name servers not read", failure, "file", file);
        }
        return servers;
    }

    @Override
    public void close() {
        resolver.close();
    }
}
