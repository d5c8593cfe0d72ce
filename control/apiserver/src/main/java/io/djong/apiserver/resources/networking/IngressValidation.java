package io.djong.apiserver.resources.networking;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// What an Ingress must be like.
final class IngressValidation {

    static final String CLASS_ANNOTATION = "kubernetes.io/ingress.class";

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final List<String> PATH_TYPES =
            List.of("Exact", "ImplementationSpecific", "Prefix");
    private static final List<String> BAD_SEQUENCES = List.of("//", "/./", "/../", "%2f", "%2F");
    private static final List<String> BAD_ENDINGS = List.of("/..", "/.");

    private final FieldErrors errors;

    private IngressValidation(FieldErrors errors) {
        this.errors = errors;
    }

    static void validateCreate(Fields object, FieldErrors errors) {
        validate(object, errors);
        String annotation =
                object.fields("metadata").fields("annotations").stringOrNull(CLASS_ANNOTATION);
        String name = object.fields("spec").stringOrNull("ingressClassName");
        if (annotation != null && name != null && !annotation.equals(name)) {
            errors.invalid(
                    FieldPath.of("annotations").child(CLASS_ANNOTATION),
                    annotation,
                    "must match `ingressClassName` when both are specified");
        }
    }

    static void validate(Fields object, FieldErrors errors) {
        new IngressValidation(errors).spec(object.fields("spec"));
    }

    private void spec(Fields spec) {
        Fields backend = spec.fieldsOrNull("defaultBackend");
        List<Fields> rules = Trees.objects(spec, "rules");
        if (rules.isEmpty() && backend == null) {
            errors.invalid(
                    SPEC,
                    spec.value("rules"),
                    "either `defaultBackend` or `rules` must be specified");
        }
        if (backend != null) {
            backend(backend, SPEC.child("defaultBackend"));
        }
        for (int i = 0; i < rules.size(); i++) {
            rule(rules.get(i), SPEC.child("rules").index(i));
        }
        List<Fields> secured = Trees.objects(spec, "tls");
        for (int i = 0; i < secured.size(); i++) {
            tls(secured.get(i), SPEC.child("tls").index(i));
        }
        String name = spec.stringOrNull("ingressClassName");
        if (name != null) {
            Checks.subdomain(name, SPEC.child("ingressClassName"), errors);
        }
    }

    private void tls(Fields tls, FieldPath path) {
        List<String> hosts = Trees.texts(tls, "hosts");
        for (int i = 0; i < hosts.size(); i++) {
            host(hosts.get(i), path.child("hosts").index(i));
        }
        String secret = tls.string("secretName");
        if (!secret.isEmpty()) {
            Checks.subdomain(secret, path.child("secretName"), errors);
        }
    }

    private void host(String host, FieldPath path) {
        errors.invalid(
                path,
                host,
                host.contains("*") ? Names.wildcardSubdomain(host) : Names.dnsSubdomain(host));
    }

    private void rule(Fields rule, FieldPath path) {
        String host = rule.string("host");
        if (!host.isEmpty()) {
            if (Addresses.isAddress(host)) {
                errors.invalid(path.child("host"), host, "must be a DNS name, not an IP address");
            } else {
                host(host, path.child("host"));
            }
        }
        Fields http = rule.fieldsOrNull("http");
        if (http == null) {
            return;
        }
        List<Fields> paths = Trees.objects(http, "paths");
        FieldPath at = path.child("http", "paths");
        if (paths.isEmpty()) {
            errors.required(at, "");
        }
        for (int i = 0; i < paths.size(); i++) {
            path(paths.get(i), at.index(i));
        }
    }

    private void path(Fields entry, FieldPath path) {
        String type = entry.stringOrNull("pathType");
        String text = entry.string("path");
        FieldPath at = path.child("path");
        if (type == null) {
            errors.required(path.child("pathType"), "pathType must be specified");
        } else if (type.equals("ImplementationSpecific")) {
            if (!text.isEmpty() && !text.startsWith("/")) {
                errors.invalid(at, text, "must be an absolute path");
            }
        } else if (PATH_TYPES.contains(type)) {
            if (!text.startsWith("/")) {
                errors.invalid(at, text, "must be an absolute path");
            }
            for (String bad : BAD_SEQUENCES) {
                if (text.contains(bad)) {
                    errors.invalid(at, text, "must not contain '" + bad + "'");
                }
            }
            for (String bad : BAD_ENDINGS) {
                if (text.endsWith(bad)) {
                    errors.invalid(at, text, "cannot end with '" + bad + "'");
                }
            }
        } else {
            errors.notSupported(path.child("pathType"), type, PATH_TYPES);
        }
        backend(entry.fields("backend"), path.child("backend"));
    }

    private void backend(Fields backend, FieldPath path) {
        Fields resource = backend.fieldsOrNull("resource");
        Fields service = backend.fieldsOrNull("service");
        if (resource != null && service != null) {
            errors.invalid(path, "", "cannot set both resource and service backends");
        } else if (resource != null) {
            resource(resource, path.child("resource"));
        } else if (service != null) {
            service(service, path);
        } else {
            errors.invalid(path, "", "resource or service backend is required");
        }
    }

    private void resource(Fields resource, FieldPath path) {
        String group = resource.stringOrNull("apiGroup");
        if (group != null) {
            Checks.subdomain(group, path.child("apiGroup"), errors);
        }
        for (String name : List.of("kind", "name")) {
            String value = resource.string(name);
            if (value.isEmpty()) {
                errors.required(path.child(name), "");
            } else {
                errors.invalid(path.child(name), value, Names.pathSegment(value));
            }
        }
    }

    private void service(Fields service, FieldPath path) {
        FieldPath at = path.child("service");
        String name = service.string("name");
        if (name.isEmpty()) {
            errors.required(at.child("name"), "");
        } else {
            errors.invalid(at.child("name"), name, Names.dnsLabel(name));
        }
        Fields port = service.fields("port");
        String named = port.string("name");
        long number = port.integer("number");
        if (!named.isEmpty() && number > 0) {
            errors.invalid(path, "", "cannot set both port name & port number");
        } else if (!named.isEmpty()) {
            errors.invalid(at.child("port", "name"), named, Names.portName(named));
        } else if (number != 0) {
            errors.invalid(at.child("port", "number"), number, Names.port(number));
        } else {
            errors.required(path, "port name or number is required");
        }
    }
}
