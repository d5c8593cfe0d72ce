package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.each;

import io.djong.meta.tree.Fields;

/// EndpointSlices of `discovery.k8s.io/v1beta1`: where an endpoint is was a map of labels.
final class EndpointSliceForm implements LegacyForm {

    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String HOST = "kubernetes.io/hostname";

    @Override
    public Fields toToday(Fields old) {
        return each(old, "endpoints", EndpointSliceForm::wide);
    }

    @Override
    public Fields toOld(Fields today) {
        return each(today, "endpoints", EndpointSliceForm::narrow);
    }

    private static Fields wide(Fields endpoint) {
        Fields topology = endpoint.fieldsOrNull("topology");
        if (topology == null) {
            return endpoint;
        }
        Fields wide = endpoint.without("topology");
        if (topology.has(ZONE)) {
            wide = wide.with("zone", topology.string(ZONE));
        }
        Fields rest = topology.without(ZONE);
        // A host that is another than the node is kept apart from it.
        if (rest.has(HOST) && rest.string(HOST).equals(endpoint.stringOrNull("nodeName"))) {
            rest = rest.without(HOST);
        }
        return rest.isEmpty() ? wide : wide.with("deprecatedTopology", rest);
    }

    private static Fields narrow(Fields endpoint) {
        Fields topology = endpoint.fields("deprecatedTopology");
        if (endpoint.stringOrNull("zone") != null) {
            topology = topology.with(ZONE, endpoint.string("zone"));
        }
        if (endpoint.stringOrNull("nodeName") != null && topology.string(HOST).isEmpty()) {
            topology = topology.with(HOST, endpoint.string("nodeName"));
        }
        Fields narrow = endpoint.without("deprecatedTopology").without("zone");
        return topology.isEmpty() ? narrow : narrow.with("topology", topology);
    }
}
