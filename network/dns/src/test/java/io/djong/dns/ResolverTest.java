package io.djong.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.api.core.v1.Service;
import io.djong.api.core.v1.ServicePort;
import io.djong.api.core.v1.ServiceSpec;
import io.djong.api.discovery.v1.Endpoint;
import io.djong.api.discovery.v1.EndpointPort;
import io.djong.api.discovery.v1.EndpointSlice;
import io.djong.api.meta.v1.ObjectMeta;
import io.netty.handler.codec.dns.DnsRecordType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolverTest {

    private final Zone zone = new Zone();
    private final Resolver resolver = new Resolver(zone, "cluster.local");

    @Test
    void findsAServiceByName() {
        put(service("web", "10.96.0.7"), List.of());

        Answer answer = resolver.answer("web.default.svc.cluster.local", DnsRecordType.A);

        assertThat(answer.records())
                .containsExactly(
                        new Answer.Address(
                                "web.default.svc.cluster.local",
                                ServiceRecords.parse("10.96.0.7")));
    }

    @Test
    void tellsAMissingTypeFromAMissingName() {
        put(service("web", "10.96.0.7"), List.of());

        assertThat(resolver.answer("web.default.svc.cluster.local", DnsRecordType.AAAA))
                .isEqualTo(Answer.NO_DATA);
        assertThat(resolver.answer("default.svc.cluster.local", DnsRecordType.A))
                .isEqualTo(Answer.NO_DATA);
        assertThat(resolver.answer("other.default.svc.cluster.local", DnsRecordType.A))
                .isEqualTo(Answer.NO_NAME);
    }

    @Test
    void findsPortsByTheirNames() {
        put(service("web", "10.96.0.7"), List.of());

        Answer answer =
                resolver.answer("_http._tcp.web.default.svc.cluster.local", DnsRecordType.SRV);

        assertThat(answer.records())
                .containsExactly(
                        new Answer.Srv(
                                "_http._tcp.web.default.svc.cluster.local",
                                80,
                                "web.default.svc.cluster.local"));
        assertThat(answer.additional()).hasSize(1);
    }

    @Test
    void findsEveryPodOfAHeadlessService() {
        put(
                service("db", "None"),
                List.of(slice("db", "10.244.0.5", "db-0"), slice("db", "10.244.0.6", "")));

        assertThat(resolver.answer("db.default.svc.cluster.local", DnsRecordType.A).records())
                .hasSize(2);
        assertThat(resolver.answer("db-0.db.default.svc.cluster.local", DnsRecordType.A).records())
                .hasSize(1);
        assertThat(
                        resolver.answer("10-244-0-6.db.default.svc.cluster.local", DnsRecordType.A)
                                .records())
                .hasSize(1);
    }

    @Test
    void namesAnAddress() {
        put(service("web", "10.96.0.7"), List.of());

        assertThat(resolver.owns("7.0.96.10.in-addr.arpa")).isTrue();
        assertThat(resolver.owns("8.8.8.8.in-addr.arpa")).isFalse();
        assertThat(resolver.answer("7.0.96.10.in-addr.arpa", DnsRecordType.PTR).records())
                .containsExactly(
                        new Answer.Ptr("7.0.96.10.in-addr.arpa", "web.default.svc.cluster.local"));
    }

    @Test
    void readsAPodsAddressFromItsName() {
        assertThat(
                        resolver.answer("10-244-0-9.default.pod.cluster.local", DnsRecordType.A)
                                .records())
                .hasSize(1);
        assertThat(resolver.answer("10-244-0-999.default.pod.cluster.local", DnsRecordType.A))
                .isEqualTo(Answer.NO_NAME);
    }

    @Test
    void forgetsAServiceThatIsGone() {
        put(service("web", "10.96.0.7"), List.of());

        zone.put(io.djong.meta.ObjectKey.of("default", "web"), List.of());

        assertThat(resolver.answer("web.default.svc.cluster.local", DnsRecordType.A))
                .isEqualTo(Answer.NO_NAME);
        assertThat(zone.isParent("default.svc.cluster.local")).isFalse();
    }

    @Test
    void takesTheBlockOfTheLongestZone() {
        Corefile corefile =
                Corefile.parse(
                        Corefile.DEFAULT.formatted("cluster.local")
                                + "consul.local:53 {\n  errors\n  forward . 192.0.2.1\n}\n");

        Corefile.Block stub = corefile.blockFor("x.consul.local");
        Corefile.Block rest = corefile.blockFor("example.org");

        assertThat(stub)
                .isNotNull()
                .extracting(Corefile.Block::forwardTo)
                .isEqualTo(List.of("192.0.2.1"));
        assertThat(rest)
                .isNotNull()
                .extracting(Corefile.Block::forwardTo)
                .isEqualTo(List.of("/etc/resolv.conf"));
        assertThat(rest).isNotNull().extracting(Corefile.Block::ttlSeconds).isEqualTo(30);
    }

    private void put(Service service, List<EndpointSlice> slices) {
        zone.put(service.key(), ServiceRecords.of(service, slices, "cluster.local"));
    }

    private static Service service(String name, String address) {
        return Service.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withNamespace("default").withName(name))
                .withSpec(
                        ServiceSpec.EMPTY
                                .withClusterIP(address)
                                .withPorts(
                                        List.of(
                                                ServicePort.EMPTY
                                                        .withName("http")
                                                        .withProtocol("TCP")
                                                        .withPort(80))));
    }

    private static EndpointSlice slice(String service, String address, String hostname) {
        Endpoint endpoint = Endpoint.EMPTY.withAddresses(List.of(address));
        return EndpointSlice.KIND
                .empty()
                .withMetadata(ObjectMeta.EMPTY.withNamespace("default").withName(service + address))
                .withAddressType("IPv4")
                .withEndpoints(
                        List.of(hostname.isEmpty() ? endpoint : endpoint.withHostname(hostname)))
                .withPorts(List.of(EndpointPort.EMPTY.withName("http").withPort(80)));
    }
}
