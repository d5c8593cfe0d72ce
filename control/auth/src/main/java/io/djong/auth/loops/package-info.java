/// The control loops of access: roles that gather others, requests for certificates, and tokens that lie in Secrets.
///
/// Each file is one loop; start anywhere. They live here and not with the other controllers, because they need
/// what only this module has: the rules of roles, and the keys of the authority and of tokens.
@NullMarked
package io.djong.auth.loops;

import org.jspecify.annotations.NullMarked;
