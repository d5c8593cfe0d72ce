package io.djong.apiserver.resources.discovery;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// EndpointSlices.
///
/// @spec https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/ EndpointSlices
final class EndpointSliceResource implements KindRules {

    private static final int SHOWN = 3;

    /// Topology by labels was for `v1beta1` only.
    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        return each(object, "endpoints", endpoint -> endpoint.without("deprecatedTopology"));
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return object.value("endpoints") == null
                        || object.list("endpoints").equals(before.list("endpoints"))
                ? object
                : prepareForCreate(object, context);
    }

    @Override
    public Fields defaults(Fields object) {
        return each(object, "ports", port -> orElse(orElse(port, "name", ""), "protocol", "TCP"));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        EndpointSliceValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        EndpointSliceValidation.validate(object, errors);
        errors.immutable(
                FieldPath.of("addressType"),
                object.string("addressType"),
                before.string("addressType"));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("AddressType"),
                Column.string("Ports"),
                Column.string("Endpoints"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        List<String> ports = new ArrayList<>();
        for (Fields port : Trees.objects(object, "ports")) {
            Long number = port.integerOrNull("port");
            ports.add(number == null ? port.string("name") : number.toString());
        }
        List<String> addresses = new ArrayList<>();
        for (Fields endpoint : Trees.objects(object, "endpoints")) {
            addresses.addAll(Trees.texts(endpoint, "addresses"));
        }
        return List.of(
                Trees.name(object),
                object.string("addressType"),
                some(ports),
                some(addresses),
                Ages.age(object, now));
    }

    private static String some(List<String> all) {
        if (all.isEmpty()) {
            return "<unset>";
        }
        String shown = String.join(",", all.subList(0, Math.min(SHOWN, all.size())));
        return all.size() > SHOWN ? shown + " + " + (all.size() - SHOWN) + " more..." : shown;
    }
}
