/// Bearer tokens: static ones, those of service accounts, and bootstrap tokens.
///
/// Start at [BearerAuthenticator], which asks [TokenAuthenticator]s in turn. [TokenIssuer] makes the tokens that
/// [ServiceAccountTokens] accepts.
@NullMarked
package io.djong.auth.token;

import org.jspecify.annotations.NullMarked;
