package io.djong.apiserver.validation;

/// Names that begin with a domain: `example.com/name`.
public final class DomainNames {

    private static final String SEGMENT = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

    private DomainNames() {}

    public static void validate(String name, FieldPath path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
            return;
        }
        int slash = name.indexOf('/');
        if (slash <= 0 || slash == name.length() - 1) {
            errors.invalid(path, name, "must be a domain-prefixed path (such as \"acme.io/foo\")");
            return;
        }
        String domain = name.substring(0, slash);
        errors.invalid(path, domain, Names.dnsSubdomain(domain));
        String rest = name.substring(slash + 1);
        if (!rest.matches(SEGMENT)) {
            errors.invalid(path, rest, Names.regex("Invalid path", SEGMENT));
        }
    }
}
