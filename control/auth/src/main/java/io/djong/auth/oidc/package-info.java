/// Tokens of other issuers: OpenID Connect. Start at [JwtAuthenticator]; [JwtSettings] says whom it believes and what claims mean.
///
/// Keys are fetched by a thread of [IssuerKeys], which the first token starts; expressions are compiled at the start.
@NullMarked
package io.djong.auth.oidc;

import org.jspecify.annotations.NullMarked;
