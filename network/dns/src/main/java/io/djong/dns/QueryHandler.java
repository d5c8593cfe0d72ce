package io.djong.dns;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.dns.DatagramDnsQuery;
import io.netty.handler.codec.dns.DatagramDnsResponse;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DefaultDnsResponse;
import io.netty.handler.codec.dns.DnsQuery;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers one query: from the cluster, from the configured hosts, or by asking on. Runs on the event loop and never blocks.
final class QueryHandler extends SimpleChannelInboundHandler<DnsQuery> {

    /// What a client without EDNS takes over UDP.
    private static final int PLAIN_BYTES = 512;

    /// What we take ourselves, and the most that passes every network whole.
    private static final int EDNS_BYTES = 1232;

    private final Supplier<Configuration> configuration;
    private final Resolver resolver;
    private final Responses responses;
    private final Forwarder forwarder;

    /// What a Corefile comes to.
    record Configuration(
            Corefile corefile,
            java.util.function.Function<Corefile.Block, List<InetSocketAddress>> servers) {}

    QueryHandler(
            Supplier<Configuration> configuration,
            Resolver resolver,
            Responses responses,
            Forwarder forwarder) {
        this.configuration = configuration;
        this.resolver = resolver;
        this.responses = responses;
        this.forwarder = forwarder;
    }

    @Override
    public boolean isSharable() {
        return true;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DnsQuery query) {
        Exchange exchange = new Exchange(context, query);
        if (query.count(DnsSection.QUESTION) != 1) {
            exchange.fail(DnsResponseCode.FORMERR);
            return;
        }
        DnsQuestion question = query.recordAt(DnsSection.QUESTION);
        String name = DnsName.normalized(question.name());
        Configuration configured = configuration.get();
        Corefile.Block block = configured.corefile().blockFor(name);
        if (block == null) {
            exchange.fail(DnsResponseCode.REFUSED);
            return;
        }
        List<String> hosts = block.hosts().get(name);
        if (hosts != null) {
            List<Answer.Address> records =
                    hosts.stream()
                            .map(address -> new Answer.Address(name, ServiceRecords.parse(address)))
                            .toList();
            exchange.answer(question, Answer.of(records), block.ttlSeconds());
        } else if (block.kubernetesZones().stream().anyMatch(zone -> DnsName.isWithin(name, zone))
                && resolver.owns(name)) {
            Answer answer = resolver.answer(name, question.type());
            String external = externalName(answer, question.type());
            if (external == null) {
                exchange.answer(question, answer, block.ttlSeconds());
            } else {
                exchange.answerThrough(question, answer, external, block, configured);
            }
        } else {
            exchange.forward(question, configured.servers().apply(block));
        }
    }

    /// Where an ExternalName leads when an address was asked for, or null.
    private static @Nullable String externalName(Answer answer, DnsRecordType type) {
        boolean wantsAddress = type.equals(DnsRecordType.A) || type.equals(DnsRecordType.AAAA);
        return wantsAddress
                        && answer.records().size() == 1
                        && answer.records().getFirst() instanceof Answer.Cname(_, String target)
                ? target
                : null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        // A packet that is no DNS message; there is nobody to tell.
        if (context.channel() instanceof io.netty.channel.socket.SocketChannel) {
            var _ = context.close();
        }
    }

    /// One query and the way back to who asked.
    private final class Exchange {
        private final ChannelHandlerContext context;
        private final DnsResponse response;
        private final boolean datagram;
        private final int bytesMax;
        private final boolean edns;

        Exchange(ChannelHandlerContext context, DnsQuery query) {
            this.context = context;
            int payload = ednsPayload(query);
            this.edns = payload > 0;
            if (query instanceof DatagramDnsQuery datagramQuery) {
                this.datagram = true;
                this.bytesMax = Math.clamp(payload, PLAIN_BYTES, EDNS_BYTES);
                this.response =
                        new DatagramDnsResponse(
                                datagramQuery.recipient(), datagramQuery.sender(), query.id());
            } else {
                this.datagram = false;
                this.bytesMax = 65_535;
                this.response = new DefaultDnsResponse(query.id());
            }
            response.setRecursionDesired(query.isRecursionDesired());
            response.setRecursionAvailable(true);
        }

        private static int ednsPayload(DnsQuery query) {
            for (int i = 0; i < query.count(DnsSection.ADDITIONAL); i++) {
                DnsRecord record = query.recordAt(DnsSection.ADDITIONAL, i);
                if (record.type().equals(DnsRecordType.OPT)) {
                    return record.dnsClass();
                }
            }
            return 0;
        }

        void answer(DnsQuestion question, Answer answer, int ttl) {
            responses.fill(response, question, answer, resolver.domain(), ttl);
            send();
        }

        void fail(DnsResponseCode code) {
            response.setCode(code);
            send();
        }

        void forward(DnsQuestion question, List<InetSocketAddress> servers) {
            DnsQuestion asked = new DefaultDnsQuestion(question.name(), question.type());
            forwarder.ask(
                    servers,
                    asked,
                    answer -> {
                        response.addRecord(DnsSection.QUESTION, asked);
                        if (answer == null) {
                            response.setCode(DnsResponseCode.SERVFAIL);
                        } else {
                            response.setCode(answer.code());
                            copy(answer);
                        }
                        send();
                    });
        }

        /// The CNAME first, then whatever the other servers say of its target.
        void answerThrough(
                DnsQuestion question,
                Answer answer,
                String target,
                Corefile.Block block,
                Configuration configured) {
            responses.fill(response, question, answer, resolver.domain(), block.ttlSeconds());
            Answer own =
                    resolver.owns(target)
                            ? resolver.answer(target, question.type())
                            : Answer.NO_NAME;
            if (!own.records().isEmpty()) {
                own.records()
                        .forEach(record ->
                                response.addRecord(
                                        DnsSection.ANSWER,
                                        Responses.encode(record, block.ttlSeconds())));
                send();
                return;
            }
            forwarder.ask(
                    configured.servers().apply(block),
                    new DefaultDnsQuestion(target + ".", question.type()),
                    upstream -> {
                        if (upstream != null) {
                            copy(upstream);
                        }
                        send();
                    });
        }

        private void copy(DnsResponse answer) {
            for (DnsSection section :
                    List.of(DnsSection.ANSWER, DnsSection.AUTHORITY, DnsSection.ADDITIONAL)) {
                for (int i = 0; i < answer.count(section); i++) {
                    DnsRecord record = answer.recordAt(section, i);
                    if (!record.type().equals(DnsRecordType.OPT)) {
                        response.addRecord(section, ReferenceCountUtil.retain(record));
                    }
                }
            }
            answer.release();
        }

        private void send() {
            if (edns) {
                response.addRecord(
                        DnsSection.ADDITIONAL,
                        new DefaultDnsRawRecord(
                                "",
                                DnsRecordType.OPT,
                                EDNS_BYTES,
                                0,
                                io.netty.buffer.Unpooled.EMPTY_BUFFER));
            }
            if (datagram && Responses.bytesOf(response) > bytesMax) {
                response.setTruncated(true);
                response.clear(DnsSection.ADDITIONAL);
                while (response.count(DnsSection.ANSWER) > 0
                        && Responses.bytesOf(response) > bytesMax) {
                    ReferenceCountUtil.release(
                            response.removeRecord(
                                    DnsSection.ANSWER, response.count(DnsSection.ANSWER) - 1));
                }
            }
            // An asker that is gone asks again or not.
            var _ = context.writeAndFlush(response);
        }
    }
}
