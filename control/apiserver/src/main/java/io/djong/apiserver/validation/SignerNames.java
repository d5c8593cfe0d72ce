package io.djong.apiserver.validation;

import java.util.List;

/// Names of those who sign certificates: `example.com/internal`.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/#signers Signers
public final class SignerNames {

    /// A domain, a slash and a path.
    private static final int LENGTH_MAX = 571;

    private SignerNames() {}

    public static void validate(String name, FieldPath path, FieldErrors errors) {
        if (name.isEmpty()) {
            errors.required(path, "");
            return;
        }
        int slash = name.indexOf('/');
        if (slash < 0 || name.indexOf('/', slash + 1) >= 0) {
            errors.invalid(
                    path,
                    name,
                    "must be a fully qualified domain and path of the form 'example.com/signer-name'");
            return;
        }
        String domain = name.substring(0, slash);
        if (!domain.contains(".")) {
            errors.invalid(
                    path,
                    domain,
                    "should be a domain with at least two segments separated by dots");
        }
        for (String label : domain.split("\\.", -1)) {
            List<String> wrong = Names.dnsLabel(label);
            if (!wrong.isEmpty()) {
                errors.invalid(
                        path,
                        domain,
                        "validating label " + GoText.quote(label) + ": " + String.join(",", wrong));
                break;
            }
        }
        String rest = name.substring(slash + 1);
        for (String segment : rest.split("\\.", -1)) {
            for (String wrong : Names.dnsLabel(segment)) {
                errors.invalid(
                        path, segment, "validating label " + GoText.quote(segment) + ": " + wrong);
            }
        }
        if (name.length() > LENGTH_MAX) {
            errors.tooLong(path, LENGTH_MAX);
        }
    }
}
