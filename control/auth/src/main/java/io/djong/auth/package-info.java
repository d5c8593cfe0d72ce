/// Who is asking, and may they: authenticators, authorizers, certificates and tokens.
///
/// Start at [Authenticator] and [Authorizer], the two questions that the API server asks of every request.
/// Everything here is a value or an immutable snapshot behind one volatile field; no class starts a thread.
@NullMarked
package io.djong.auth;

import org.jspecify.annotations.NullMarked;
