package io.djong.admission;

import io.djong.http.tls.Pem;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// Keeps anybody from asking for a client certificate of the group that may do everything.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#certificatesubjectrestriction CertificateSubjectRestriction
public final class CertificateSubjectRestriction implements AdmissionPlugin {

    private static final String CLIENT_SIGNER = "kubernetes.io/kube-apiserver-client";
    private static final String MASTERS = "system:masters";

    @Override
    public void validate(Review review) {
        if (!(review instanceof Review.Create)
                || !review.isOf(Signers.GROUP, "certificatesigningrequests")) {
            return;
        }
        Fields spec = review.object().fields("spec");
        if (!spec.string("signerName").equals(CLIENT_SIGNER)) {
            return;
        }
        List<String> organizations;
        try {
            organizations = organizations(spec.string("request"));
        } catch (IllegalArgumentException e) {
            throw review.forbidden("failed to parse CSR: " + e.getMessage());
        }
        if (organizations.contains(MASTERS)) {
            throw review.forbidden(
                    "use of %s signer with %s group is not allowed"
                            .formatted(CLIENT_SIGNER, MASTERS));
        }
    }

    /// The organizations in the subject of a request: `CertificationRequestInfo` is version, subject, key, attributes.
    ///
    /// @spec https://www.rfc-editor.org/rfc/rfc2986 PKCS #10
    static List<String> organizations(String request) {
        String pem = new String(Base64.getDecoder().decode(request), StandardCharsets.UTF_8);
        byte[] der =
                Pem.blocks(pem).stream()
                        .filter(block -> block.label().equals("CERTIFICATE REQUEST"))
                        .findFirst()
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "PEM block type must be CERTIFICATE REQUEST"))
                        .der();
        try {
            Der info = new Der(new Der(der).next()).enter();
            info.next();
            return organizations(info.enter());
        } catch (ArrayIndexOutOfBoundsException | IllegalStateException e) {
            throw new IllegalArgumentException("malformed request", e);
        }
    }

    private static List<String> organizations(Der subject) {
        List<String> found = new java.util.ArrayList<>();
        while (subject.hasMore()) {
            Der set = subject.enter();
            while (set.hasMore()) {
                Der attribute = set.enter();
                byte[] type = attribute.next();
                String value = new String(attribute.next(), StandardCharsets.UTF_8);
                if (Arrays.equals(type, Der.ORGANIZATION)) {
                    found.add(value);
                }
            }
        }
        return found;
    }

    /// Walks over the fields of one structure, whatever their types.
    private static final class Der {
        static final byte[] ORGANIZATION = {0x55, 0x04, 0x0A};

        private final byte[] der;
        private int at;

        Der(byte[] der) {
            this.der = der;
        }

        boolean hasMore() {
            return at < der.length;
        }

        Der enter() {
            return new Der(next());
        }

        byte[] next() {
            at++;
            int length = der[at++] & 0xFF;
            if (length >= 0x80) {
                int octets = length & 0x7F;
                length = 0;
                for (int i = 0; i < octets; i++) {
                    length = length << 8 | (der[at++] & 0xFF);
                }
            }
            if (length < 0 || length > der.length - at) {
                throw new IllegalStateException("ends early");
            }
            at += length;
            return Arrays.copyOfRange(der, at - length, at);
        }
    }
}
