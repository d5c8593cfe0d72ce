package io.djong.dns;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.dns.DefaultDnsPtrRecord;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRawRecord;
import io.netty.handler.codec.dns.DnsQuestion;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordEncoder;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/// Puts answers into DNS messages.
final class Responses {

    /// As CoreDNS's kubernetes plug-in writes it.
    private static final int REFRESH_SECONDS = 7200;

    private static final int RETRY_SECONDS = 1800;
    private static final int EXPIRE_SECONDS = 86_400;

    private final RandomGenerator random;

    Responses(RandomGenerator random) {
        this.random = random;
    }

    /// Fills `response` with what a zone said.
    void fill(DnsResponse response, DnsQuestion question, Answer answer, String domain, int ttl) {
        response.setAuthoritativeAnswer(true);
        response.addRecord(
                DnsSection.QUESTION, new DefaultDnsQuestion(question.name(), question.type()));
        if (!answer.exists()) {
            response.setCode(DnsResponseCode.NXDOMAIN);
        }
        if (answer.records().isEmpty()) {
            response.addRecord(DnsSection.AUTHORITY, soa(domain, ttl));
            return;
        }
        List<Answer.Entry> shuffled = new ArrayList<>(answer.records());
        // Clients take the first address; each gets its turn.
        for (int i = shuffled.size() - 1; i > 0; i--) {
            Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        shuffled.forEach(record -> response.addRecord(DnsSection.ANSWER, encode(record, ttl)));
        answer.additional()
                .forEach(record -> response.addRecord(DnsSection.ADDITIONAL, encode(record, ttl)));
    }

    static DnsRecord encode(Answer.Entry record, int ttl) {
        String name = record.name() + ".";
        return switch (record) {
            case Answer.Address(_, InetAddress address) ->
                    new DefaultDnsRawRecord(
                            name,
                            address instanceof Inet4Address ? DnsRecordType.A : DnsRecordType.AAAA,
                            ttl,
                            Unpooled.wrappedBuffer(address.getAddress()));
            case Answer.Ptr(_, String target) ->
                    new DefaultDnsPtrRecord(name, DnsRecord.CLASS_IN, ttl, target + ".");
            case Answer.Srv(_, int port, String target) -> {
                ByteBuf content = Unpooled.buffer();
                content.writeShort(0).writeShort(100).writeShort(port);
                writeName(content, target);
                yield new DefaultDnsRawRecord(name, DnsRecordType.SRV, ttl, content);
            }
            case Answer.Cname(_, String target) -> {
                ByteBuf content = Unpooled.buffer();
                writeName(content, target);
                yield new DefaultDnsRawRecord(name, DnsRecordType.CNAME, ttl, content);
            }
            case Answer.Txt(_, String text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                ByteBuf content = Unpooled.buffer().writeByte(bytes.length).writeBytes(bytes);
                yield new DefaultDnsRawRecord(name, DnsRecordType.TXT, ttl, content);
            }
        };
    }

    private static DnsRecord soa(String domain, int ttl) {
        ByteBuf content = Unpooled.buffer();
        writeName(content, "ns.dns." + domain);
        writeName(content, "hostmaster." + domain);
        content.writeInt(1).writeInt(REFRESH_SECONDS).writeInt(RETRY_SECONDS);
        content.writeInt(EXPIRE_SECONDS).writeInt(ttl);
        return new DefaultDnsRawRecord(domain + ".", DnsRecordType.SOA, ttl, content);
    }

    private static void writeName(ByteBuf out, String name) {
        for (String label : name.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
            out.writeByte(bytes.length).writeBytes(bytes);
        }
        out.writeByte(0);
    }

    /// How many bytes the records of a section take in a message, at most.
    static int bytesOf(DnsResponse response) {
        DnsRecordEncoder encoder = DnsRecordEncoder.DEFAULT;
        ByteBuf measure = Unpooled.buffer();
        try {
            for (DnsSection section : DnsSection.values()) {
                for (int i = 0; i < response.count(section); i++) {
                    DnsRecord record = response.recordAt(section, i);
                    if (record instanceof DnsQuestion question) {
                        encoder.encodeQuestion(question, measure);
                    } else {
                        encoder.encodeRecord(record, measure);
                    }
                }
            }
            return 12 + measure.readableBytes();
        } catch (Exception unencodable) {
            throw new IllegalStateException("a DNS record cannot be encoded", unencodable);
        } finally {
            measure.release();
        }
    }
}
