package io.djong.apiserver.validation;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/// Where a webhook is called: a URL, or a Service. Texts as in Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#contacting-the-webhook Contacting the webhook
public final class WebhookClientRules {

    private static final String FORM = "; desired format: https://host[/path]";

    private WebhookClientRules() {}

    /// A `clientConfig`.
    public static void validate(Fields config, FieldPath path, FieldErrors errors) {
        String url = config.stringOrNull("url");
        Fields service = config.fieldsOrNull("service");
        if ((url == null) == (service == null)) {
            errors.required(path, "exactly one of url or service is required");
        } else if (url != null) {
            url(url, path.child("url"), errors);
        } else if (service != null) {
            service(service, path.child("service"), errors);
        }
    }

    private static void url(String text, FieldPath path, FieldErrors errors) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException malformed) {
            errors.required(
                    path,
                    "url must be a valid URL: parse "
                            + GoText.quote(text)
                            + ": "
                            + malformed.getReason()
                            + FORM);
            return;
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!scheme.equals("https")) {
            errors.invalid(path, scheme, "'https' is the only allowed URL scheme" + FORM);
        }
        if (url.getRawAuthority() == null) {
            errors.invalid(path, "", "host must be specified" + FORM);
        }
        if (url.getRawUserInfo() != null) {
            errors.invalid(
                    path, url.getRawUserInfo(), "user information is not permitted in the URL");
        }
        if (url.getRawFragment() != null && !url.getRawFragment().isEmpty()) {
            errors.invalid(path, url.getRawFragment(), "fragments are not permitted in the URL");
        }
        if (url.getRawQuery() != null && !url.getRawQuery().isEmpty()) {
            errors.invalid(
                    path, url.getRawQuery(), "query parameters are not permitted in the URL");
        }
    }

    private static void service(Fields service, FieldPath path, FieldErrors errors) {
        // Upstream takes one for the other.
        if (service.string("namespace").isEmpty()) {
            errors.required(path.child("name"), "");
        }
        if (service.string("name").isEmpty()) {
            errors.required(path.child("namespace"), "");
        }
        port(service.integer("port"), path.child("port"), errors);
        if (Trees.isSet(service, "path")) {
            path(service.string("path"), path.child("path"), errors);
        }
    }

    /// The port of a Service that is called.
    public static void port(long port, FieldPath path, FieldErrors errors) {
        for (String wrong : Names.port(port)) {
            errors.invalid(path, port, "port is not valid: " + wrong);
        }
    }

    private static void path(String text, FieldPath path, FieldErrors errors) {
        if (text.isEmpty() || text.equals("/")) {
            return;
        }
        if (text.equals("//")) {
            errors.invalid(path, text, "segment[0] may not be empty");
            return;
        }
        if (!text.startsWith("/")) {
            errors.invalid(path, text, "must start with a '/'");
        }
        String rest = text.substring(1);
        rest = rest.endsWith("/") ? rest.substring(0, rest.length() - 1) : rest;
        List<String> segments = List.of(rest.split("/", -1));
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).isEmpty()) {
                errors.invalid(path, text, "segment[" + i + "] may not be empty");
                continue;
            }
            for (String wrong : Names.dnsSubdomain(segments.get(i))) {
                errors.invalid(path, text, "segment[" + i + "]: " + wrong);
            }
        }
    }
}
