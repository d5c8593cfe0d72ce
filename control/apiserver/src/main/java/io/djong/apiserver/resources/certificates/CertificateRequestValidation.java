package io.djong.apiserver.resources.certificates;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.GoText;
import io.djong.apiserver.validation.SignerNames;
import io.djong.meta.tree.Fields;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a CertificateSigningRequest must be like. Texts as in Kubernetes 1.36.
final class CertificateRequestValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final FieldPath CONDITIONS = FieldPath.of("status", "conditions");
    private static final long SECONDS_MIN = 600;
    private static final List<String> USAGES =
            List.of(
                    "any",
                    "cert sign",
                    "client auth",
                    "code signing",
                    "content commitment",
                    "crl sign",
                    "data encipherment",
                    "decipher only",
                    "digital signature",
                    "email protection",
                    "encipher only",
                    "ipsec end system",
                    "ipsec tunnel",
                    "ipsec user",
                    "key agreement",
                    "key encipherment",
                    "microsoft sgc",
                    "netscape sgc",
                    "ocsp signing",
                    "s/mime",
                    "server auth",
                    "signing",
                    "timestamping");

    /// Nobody takes back what was decided.
    private static final List<String> FINAL = List.of("Approved", "Denied", "Failed");

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    private CertificateRequestValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        String pem = decoded(spec.string("request"));
        Matcher block = BLOCK.matcher(pem);
        if (!block.find() || !block.group(1).equals("CERTIFICATE REQUEST")) {
            errors.invalid(
                    SPEC.child("request"),
                    spec.value("request"),
                    "PEM block type must be CERTIFICATE REQUEST");
        }
        List<String> usages = Trees.texts(spec, "usages");
        if (usages.isEmpty()) {
            errors.required(SPEC.child("usages"), "");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < usages.size(); i++) {
            FieldPath path = SPEC.child("usages").index(i);
            Checks.supported(usages.get(i), USAGES, path, errors);
            if (!seen.add(usages.get(i))) {
                errors.duplicate(path, usages.get(i));
            }
        }
        SignerNames.validate(spec.string("signerName"), SPEC.child("signerName"), errors);
        Long seconds = spec.integerOrNull("expirationSeconds");
        if (seconds != null && seconds < SECONDS_MIN) {
            errors.invalid(
                    SPEC.child("expirationSeconds"),
                    seconds,
                    "may not specify a duration less than 600 seconds (10 minutes)");
        }
        conditions(object, errors);
        certificate(object.fields("status").string("certificate"), errors);
    }

    /// The signer of old is for requests from before there were several.
    static void noLegacySigner(Fields object, FieldErrors errors) {
        String signer = object.fields("spec").string("signerName");
        if (signer.equals("kubernetes.io/legacy-unknown")) {
            errors.invalid(
                    SPEC.child("signerName"),
                    signer,
                    "the legacy signerName is not allowed via this API version");
        }
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException malformed) {
            // Decoding has refused what is not base64; what is left is no PEM either.
            return "";
        }
    }

    private static void conditions(Fields object, FieldErrors errors) {
        Set<String> types = new HashSet<>();
        List<Fields> conditions = Trees.objects(object.fields("status"), "conditions");
        for (int i = 0; i < conditions.size(); i++) {
            condition(conditions.get(i), CONDITIONS.index(i), errors);
            String type = conditions.get(i).string("type");
            if (!types.add(type)) {
                errors.duplicate(CONDITIONS.index(i).child("type"), type);
            }
            String other = type.equals("Approved") ? "Denied" : "Approved";
            if ((type.equals("Approved") || type.equals("Denied")) && types.contains(other)) {
                errors.invalid(
                        CONDITIONS, type, "Approved and Denied conditions are mutually exclusive");
            }
        }
    }

    private static void condition(Fields condition, FieldPath path, FieldErrors errors) {
        String type = condition.string("type");
        if (type.isEmpty()) {
            errors.required(path.child("type"), "");
        }
        String status = condition.string("status");
        List<String> statuses =
                FINAL.contains(type) ? List.of("True") : List.of("False", "True", "Unknown");
        Checks.oneOf(status, statuses, path.child("status"), errors);
    }

    private static void certificate(String base64, FieldErrors errors) {
        if (base64.isEmpty()) {
            return;
        }
        FieldPath path = FieldPath.of("status", "certificate");
        Matcher blocks = BLOCK.matcher(decoded(base64));
        int found = 0;
        while (blocks.find()) {
            if (!blocks.group(1).equals("CERTIFICATE")) {
                errors.invalid(
                        path,
                        "<certificate data>",
                        "only CERTIFICATE PEM blocks are allowed, found "
                                + GoText.quote(blocks.group(1)));
                return;
            }
            if (!isCertificate(blocks.group(2))) {
                errors.invalid(path, "<certificate data>", "x509: malformed certificate");
                return;
            }
            found++;
        }
        if (found == 0) {
            errors.invalid(
                    path, "<certificate data>", "must contain at least one CERTIFICATE PEM block");
        }
    }

    private static boolean isCertificate(String base64) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der))
                    != null;
        } catch (CertificateException | IllegalArgumentException malformed) {
            return false;
        }
    }

    /// Conditions are for `approval` or `status` only, and certificates for `status`.
    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validate(object, errors);
        List<Fields> now = Trees.objects(object.fields("status"), "conditions");
        List<Fields> old = Trees.objects(before.fields("status"), "conditions");
        for (String type : FINAL) {
            if (ofType(now, type).size() < ofType(old, type).size()) {
                errors.forbidden(
                        CONDITIONS,
                        "updates may not remove a condition of type " + GoText.quote(type));
            }
        }
        Object certificate = object.fields("status").value("certificate");
        Object earlier = before.fields("status").value("certificate");
        if (earlier != null && !Objects.equals(certificate, earlier)) {
            errors.forbidden(
                    FieldPath.of("status", "certificate"),
                    "updates may not modify existing certificate content");
        }
    }

    /// Who signs does not decide.
    static void noNewDecisions(Fields object, Fields before, FieldErrors errors) {
        for (String type : CertificateConditions.DECISIONS) {
            List<Fields> now = ofType(Trees.objects(object.fields("status"), "conditions"), type);
            List<Fields> old = ofType(Trees.objects(before.fields("status"), "conditions"), type);
            if (now.size() > old.size()) {
                errors.forbidden(
                        CONDITIONS,
                        "updates may not add a condition of type " + GoText.quote(type));
            }
        }
    }

    private static List<Fields> ofType(List<Fields> conditions, String type) {
        return conditions.stream()
                .filter(condition -> condition.string("type").equals(type))
                .toList();
    }
}
