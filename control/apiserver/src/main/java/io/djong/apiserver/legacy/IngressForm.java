package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.meta.tree.Fields;
import java.util.function.UnaryOperator;

/// Ingresses of `extensions/v1beta1` and `networking.k8s.io/v1beta1`: a backend names its Service and port side by side.
final class IngressForm implements LegacyForm {

    @Override
    public Fields defaults(Fields old) {
        return within(
                old,
                "spec",
                spec -> paths(spec, path -> orElse(path, "pathType", "ImplementationSpecific")));
    }

    @Override
    public Fields toToday(Fields old) {
        return within(
                old,
                "spec",
                spec ->
                        Moves.renamed(
                                paths(
                                        within(spec, "backend", IngressForm::wide),
                                        path -> within(path, "backend", IngressForm::wide)),
                                "backend",
                                "defaultBackend"));
    }

    @Override
    public Fields toOld(Fields today) {
        return within(
                today,
                "spec",
                spec ->
                        Moves.renamed(
                                paths(
                                        within(spec, "defaultBackend", IngressForm::narrow),
                                        path -> within(path, "backend", IngressForm::narrow)),
                                "defaultBackend",
                                "backend"));
    }

    private static Fields paths(Fields spec, UnaryOperator<Fields> change) {
        return each(
                spec, "rules", rule -> within(rule, "http", http -> each(http, "paths", change)));
    }

    private static Fields wide(Fields backend) {
        String name = backend.string("serviceName");
        Object port = backend.value("servicePort");
        Fields rest = backend.without("serviceName").without("servicePort");
        boolean named = port instanceof String;
        if (name.isEmpty() && !named && backend.integer("servicePort") == 0) {
            return rest;
        }
        Fields service = Fields.of("name", name);
        if (port instanceof String text) {
            service = service.with("port", Fields.of("name", text));
        } else if (port instanceof Long number && number != 0) {
            service = service.with("port", Fields.of("number", number));
        } else {
            service = service.with("port", Fields.EMPTY);
        }
        return rest.with("service", service);
    }

    private static Fields narrow(Fields backend) {
        Fields service = backend.fieldsOrNull("service");
        if (service == null) {
            return backend;
        }
        Fields port = service.fields("port");
        Object value =
                port.string("name").isEmpty()
                        ? (Object) port.integer("number")
                        : port.value("name");
        return backend.without("service")
                .with("serviceName", service.string("name"))
                .with("servicePort", value);
    }
}
