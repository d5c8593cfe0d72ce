package io.djong.apiserver.legacy;

import static io.djong.apiserver.resources.Defaulting.always;
import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.filled;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.Trees;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// CustomResourceDefinitions of `apiextensions.k8s.io/v1beta1`: what holds for all versions stands at the top, and fields
/// that no schema knows are kept unless the definition says otherwise.
///
/// @spec https://kubernetes.io/docs/reference/using-api/deprecation-guide/#customresourcedefinition-v122 CustomResourceDefinition
final class DefinitionForm implements LegacyForm {

    /// Names at the top, and what each version calls them.
    private static final Map<String, String> SHARED =
            Map.of(
                    "validation", "schema",
                    "subresources", "subresources",
                    "additionalPrinterColumns", "additionalPrinterColumns",
                    "selectableFields", "selectableFields");

    private static final Fields ANYTHING =
            Fields.of(
                    "openAPIV3Schema",
                    Fields.of("type", "object", "x-kubernetes-preserve-unknown-fields", true));

    @Override
    public Fields defaults(Fields old) {
        return within(old, "spec", DefinitionForm::defaulted);
    }

    private static Fields defaulted(Fields given) {
        Fields spec = filled(given, "scope", "Namespaced");
        spec = orElse(spec, "preserveUnknownFields", true);
        List<Fields> versions = Trees.objects(spec, "versions");
        if (versions.isEmpty() && !spec.string("version").isEmpty()) {
            Fields only =
                    Fields.of("name", spec.string("version"), "served", true, "storage", true);
            spec = spec.with("versions", List.of(only));
        } else if (!versions.isEmpty() && spec.string("version").isEmpty()) {
            spec = spec.with("version", versions.getFirst().string("name"));
        }
        return always(
                spec,
                "conversion",
                conversion -> {
                    Fields filled = filled(conversion, "strategy", "None");
                    return filled.string("strategy").equals("Webhook")
                                    && filled.list("conversionReviewVersions").isEmpty()
                            ? filled.with("conversionReviewVersions", List.of("v1beta1"))
                            : filled;
                });
    }

    @Override
    public Fields toToday(Fields old) {
        return within(
                old,
                "spec",
                given -> {
                    Fields spec = each(given, "versions", version -> withShared(version, given));
                    for (String name : SHARED.keySet()) {
                        spec = spec.without(name);
                    }
                    spec = spec.without("version");
                    spec =
                            each(
                                    spec,
                                    "versions",
                                    version -> columns(version, "JSONPath", "jsonPath"));
                    return within(spec, "conversion", DefinitionForm::wide);
                });
    }

    private static Fields withShared(Fields given, Fields spec) {
        Fields version = given;
        for (Map.Entry<String, String> shared : SHARED.entrySet()) {
            Object value = spec.value(shared.getKey());
            if (value != null && !version.has(shared.getValue())) {
                version = version.with(shared.getValue(), value);
            }
        }
        return version;
    }

    private static Fields columns(Fields version, String from, String to) {
        return each(version, "additionalPrinterColumns", column -> Moves.renamed(column, from, to));
    }

    private static Fields wide(Fields conversion) {
        Fields webhook = Fields.EMPTY;
        if (conversion.has("webhookClientConfig")) {
            webhook = webhook.with("clientConfig", conversion.value("webhookClientConfig"));
        }
        if (conversion.has("conversionReviewVersions")) {
            webhook =
                    webhook.with(
                            "conversionReviewVersions",
                            conversion.value("conversionReviewVersions"));
        }
        Fields rest = conversion.without("webhookClientConfig").without("conversionReviewVersions");
        return webhook.isEmpty() ? rest : rest.with("webhook", webhook);
    }

    private static Fields narrow(Fields conversion) {
        Fields webhook = conversion.fields("webhook");
        Fields narrow = conversion.without("webhook");
        if (webhook.has("clientConfig")) {
            narrow = narrow.with("webhookClientConfig", webhook.value("clientConfig"));
        }
        if (webhook.has("conversionReviewVersions")) {
            narrow =
                    narrow.with(
                            "conversionReviewVersions", webhook.value("conversionReviewVersions"));
        }
        return narrow;
    }

    @Override
    public Fields toOld(Fields today) {
        return within(
                today,
                "spec",
                given -> {
                    Fields spec = within(given, "conversion", DefinitionForm::narrow);
                    spec =
                            each(
                                    spec,
                                    "versions",
                                    version -> columns(version, "jsonPath", "JSONPath"));
                    List<Fields> versions = Trees.objects(spec, "versions");
                    if (versions.isEmpty()) {
                        return spec;
                    }
                    spec = spec.with("version", versions.getFirst().string("name"));
                    for (Map.Entry<String, String> shared : SHARED.entrySet()) {
                        Object same = same(versions, shared.getValue());
                        if (same != null) {
                            spec = spec.with(shared.getKey(), same);
                            spec =
                                    each(
                                            spec,
                                            "versions",
                                            version -> version.without(shared.getValue()));
                        }
                    }
                    return orElse(spec, "preserveUnknownFields", false);
                });
    }

    /// What all versions say, or null when they differ.
    private static @Nullable Object same(List<Fields> versions, String name) {
        Object first = versions.getFirst().value(name);
        return versions.stream().allMatch(one -> Objects.equals(one.value(name), first))
                ? first
                : null;
    }

    /// Today's version refuses definitions that keep what they do not know, or have no schema.
    @Override
    public Fields toValidate(Fields today) {
        return within(
                today,
                "spec",
                spec ->
                        each(
                                spec.without("preserveUnknownFields"),
                                "versions",
                                version ->
                                        version.fields("schema").has("openAPIV3Schema")
                                                ? version
                                                : version.with("schema", ANYTHING)));
    }
}
