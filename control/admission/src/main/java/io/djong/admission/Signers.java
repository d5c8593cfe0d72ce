package io.djong.admission;

import io.djong.meta.UserInfo;

/// Rights about signers, given by name or for a whole domain (`example.com/*`).
final class Signers {

    static final String GROUP = "certificates.k8s.io";

    private Signers() {}

    static boolean mayUse(Permissions permissions, UserInfo user, String verb, String signer) {
        String domain = signer.contains("/") ? signer.substring(0, signer.indexOf('/')) : signer;
        return permissions.allows(user, verb, GROUP, "signers", "", "", signer)
                || permissions.allows(user, verb, GROUP, "signers", "", "", domain + "/*");
    }
}
