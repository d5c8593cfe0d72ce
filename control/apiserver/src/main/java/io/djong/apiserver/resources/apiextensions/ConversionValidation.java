package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.http.tls.Pem;
import io.djong.http.tls.PemException;
import io.djong.meta.tree.Fields;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How versions are converted, and the webhook that does it.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/#webhook-conversion Webhook conversion
record ConversionValidation(
        @Nullable Fields conversion, SchemaOptions options, FieldErrors errors) {

    private static final Set<String> REVIEW_VERSIONS = Set.of("v1", "v1beta1");
    private static final String URL_FORM = "; desired format: https://host[/path]";

    void validate(FieldPath path) {
        if (conversion == null) {
            return;
        }
        String strategy = conversion.string("strategy");
        if (strategy.isEmpty()) {
            errors.required(path.child("strategy"), "");
        } else if (!strategy.equals("None") && !strategy.equals("Webhook")) {
            errors.notSupported(path.child("strategy"), strategy, "None", "Webhook");
        }
        Fields webhook = conversion.fields("webhook");
        Fields client = webhook.fieldsOrNull("clientConfig");
        List<String> versions = Trees.texts(webhook, "conversionReviewVersions");
        if (!strategy.equals("Webhook")) {
            if (client != null) {
                errors.forbidden(
                        path.child("webhookClientConfig"),
                        "should not be set when strategy is not set to Webhook");
            }
            if (!versions.isEmpty()) {
                errors.forbidden(
                        path.child("conversionReviewVersions"),
                        "should not be set when strategy is not set to Webhook");
            }
            return;
        }
        if (client == null) {
            errors.required(
                    path.child("webhookClientConfig"), "required when strategy is set to Webhook");
        } else {
            client(client, path.child("webhookClientConfig"));
        }
        reviewVersions(versions, path.child("conversionReviewVersions"));
    }

    private void client(Fields client, FieldPath path) {
        String url = client.stringOrNull("url");
        Fields service = client.fieldsOrNull("service");
        if ((url == null) == (service == null)) {
            errors.required(path, "exactly one of url or service is required");
        } else if (url != null) {
            url(url, path.child("url"));
        } else if (service != null) {
            service(service, path.child("service"));
        }
        String bundle = client.string("caBundle");
        if (!bundle.isEmpty() && options.isEstablished()) {
            bundle(bundle, path.child("caBundle"));
        }
    }

    private void url(String text, FieldPath path) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException malformed) {
            errors.required(path, "url must be a valid URL: " + malformed.getReason() + URL_FORM);
            return;
        }
        String scheme = url.getScheme() == null ? "" : url.getScheme();
        if (!scheme.equals("https")) {
            errors.invalid(path, scheme, "'https' is the only allowed URL scheme" + URL_FORM);
        }
        if (url.getRawAuthority() == null) {
            errors.invalid(path, "", "host must be specified" + URL_FORM);
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

    private void service(Fields service, FieldPath path) {
        if (service.string("name").isEmpty()) {
            errors.required(path.child("name"), "");
        }
        if (service.string("namespace").isEmpty()) {
            errors.required(path.child("namespace"), "");
        }
        long port = service.integer("port");
        Names.port(port)
                .forEach(wrong ->
                        errors.invalid(path.child("port"), port, "port is not valid: " + wrong));
        String urlPath = service.stringOrNull("path");
        if (urlPath != null) {
            path(urlPath, path.child("path"));
        }
    }

    private void path(String text, FieldPath path) {
        if (text.equals("/") || text.isEmpty()) {
            return;
        }
        if (text.equals("//")) {
            errors.invalid(path, text, "segment[0] may not be empty");
            return;
        }
        if (!text.startsWith("/")) {
            errors.invalid(path, text, "must start with a '/'");
        }
        String check = text.substring(1);
        if (check.endsWith("/")) {
            check = check.substring(0, check.length() - 1);
        }
        String[] steps = check.split("/", -1);
        for (int i = 0; i < steps.length; i++) {
            if (steps[i].isEmpty()) {
                errors.invalid(path, text, "segment[" + i + "] may not be empty");
                continue;
            }
            int place = i;
            Names.dnsSubdomain(steps[i])
                    .forEach(wrong ->
                            errors.invalid(path, text, "segment[" + place + "]: " + wrong));
        }
    }

    private void bundle(String encoded, FieldPath path) {
        String pem;
        try {
            pem = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            pem = "";
        }
        try {
            if (Pem.certificates(pem).isEmpty()) {
                throw new PemException("data does not contain any valid RSA or ECDSA certificates");
            }
        } catch (PemException none) {
            errors.invalid(
                    path,
                    encoded,
                    "unable to load root certificates: unable to parse bytes as PEM block");
        }
    }

    private void reviewVersions(List<String> versions, FieldPath path) {
        if (versions.isEmpty()) {
            errors.required(path, "");
            return;
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            String version = versions.get(i);
            if (!seen.add(version)) {
                errors.invalid(path.index(i), version, "duplicate version");
                continue;
            }
            errors.invalid(path.index(i), version, Names.dns1035Label(version));
        }
        if (seen.stream().noneMatch(REVIEW_VERSIONS::contains) && requiresKnown()) {
            errors.invalid(path, versions, "must include at least one of v1, v1beta1");
        }
    }

    private boolean requiresKnown() {
        Fields before = options.before();
        if (before == null) {
            return true;
        }
        List<String> old =
                Trees.texts(
                        before.fields("spec").fields("conversion").fields("webhook"),
                        "conversionReviewVersions");
        return old.isEmpty() || old.stream().anyMatch(REVIEW_VERSIONS::contains);
    }
}
