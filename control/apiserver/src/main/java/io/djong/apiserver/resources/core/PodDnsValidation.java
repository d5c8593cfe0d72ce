package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Addresses;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.util.List;

/// @spec https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config Pod's DNS Config
final class PodDnsValidation {

    private static final int NAMESERVERS_MAX = 3;
    private static final int SEARCHES_MAX = 32;
    private static final int SEARCH_CHARACTERS_MAX = 2048;
    private static final String RELAXED =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
    private static final String LABEL = "_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?";

    private PodDnsValidation() {}

    static void validate(Fields spec, FieldPath path, FieldErrors errors) {
        Fields config = spec.fieldsOrNull("dnsConfig");
        if (spec.string("dnsPolicy").equals("None")) {
            if (config == null) {
                errors.required(path, "must provide `dnsConfig` when `dnsPolicy` is None");
                return;
            }
            if (config.list("nameservers").isEmpty()) {
                errors.required(
                        path.child("nameservers"),
                        "must provide at least one DNS nameserver when `dnsPolicy` is None");
                return;
            }
        }
        if (config != null) {
            servers(Trees.texts(config, "nameservers"), path.child("nameservers"), errors);
            searches(Trees.texts(config, "searches"), path.child("searches"), errors);
            List<Fields> options = Trees.objects(config, "options");
            for (int i = 0; i < options.size(); i++) {
                if (options.get(i).string("name").isEmpty()) {
                    errors.required(path.child("options").index(i), "must not be empty");
                }
            }
        }
    }

    private static void servers(List<String> servers, FieldPath path, FieldErrors errors) {
        if (servers.size() > NAMESERVERS_MAX) {
            errors.invalid(
                    path, servers, "must not have more than " + NAMESERVERS_MAX + " nameservers");
        }
        for (int i = 0; i < servers.size(); i++) {
            Addresses.address(servers.get(i), path.index(i), errors);
        }
    }

    private static void searches(List<String> searches, FieldPath path, FieldErrors errors) {
        if (searches.size() > SEARCHES_MAX) {
            errors.invalid(
                    path, searches, "must not have more than " + SEARCHES_MAX + " search paths");
        }
        if (String.join(" ", searches).length() > SEARCH_CHARACTERS_MAX) {
            errors.invalid(
                    path,
                    searches,
                    "must not have more than "
                            + SEARCH_CHARACTERS_MAX
                            + " characters (including spaces) in the search list");
        }
        for (int i = 0; i < searches.size(); i++) {
            if (!searches.get(i).equals(".")) {
                search(searches.get(i).replaceFirst("\\.$", ""), path.index(i), errors);
            }
        }
    }

    private static void search(String search, FieldPath path, FieldErrors errors) {
        if (search.length() > Names.SUBDOMAIN_MAX) {
            errors.invalid(path, search, Names.maxLength(Names.SUBDOMAIN_MAX));
        }
        String pattern = LABEL + "(\\." + LABEL + ")*";
        if (!search.matches(pattern)) {
            errors.invalid(path, search, Names.regex(RELAXED, pattern, "example.com"));
        }
    }
}
