package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.filled;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Endpoints: what a Service led to before there were EndpointSlices.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/service-resources/endpoints-v1/ Endpoints
final class EndpointsResource implements KindRules {

    private static final int SHOWN = 3;

    @Override
    public Fields defaults(Fields object) {
        return each(
                object,
                "subsets",
                subset -> each(subset, "ports", port -> filled(port, "protocol", "TCP")));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        EndpointsValidation.validate(object, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("Endpoints"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                object.fields("metadata").string("name"), endpoints(object), Ages.age(object, now));
    }

    private static String endpoints(Fields object) {
        if (object.list("subsets").isEmpty()) {
            return "<none>";
        }
        List<String> all = new ArrayList<>();
        for (Fields subset : Trees.objects(object, "subsets")) {
            List<Fields> addresses = Trees.objects(subset, "addresses");
            List<Fields> ports = Trees.objects(subset, "ports");
            if (ports.isEmpty()) {
                addresses.forEach(address -> all.add(address.string("ip")));
            }
            for (Fields port : ports) {
                addresses.forEach(address ->
                        all.add(hostAndPort(address.string("ip"), port.integer("port"))));
            }
        }
        String shown = String.join(",", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() > SHOWN ? shown + " + " + (all.size() - SHOWN) + " more..." : shown;
    }

    private static String hostAndPort(String host, long port) {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }
}
