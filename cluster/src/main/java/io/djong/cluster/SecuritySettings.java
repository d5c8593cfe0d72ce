package io.djong.cluster;

import io.djong.auth.config.AuthenticationSettings;
import io.djong.auth.config.AuthorizationSettings;
import java.util.List;

/// Who may come in and what they may do.
///
/// @param issuers of service account tokens; empty for the usual one
/// @param apiAudiences empty for those of the issuers
record SecuritySettings(
        List<String> issuers,
        List<String> apiAudiences,
        AuthenticationSettings authentication,
        AuthorizationSettings authorization) {}
