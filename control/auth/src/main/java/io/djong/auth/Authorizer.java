package io.djong.auth;

/// Says whether a request may go on.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authorization/ Authorization
@FunctionalInterface
public interface Authorizer {

    Decision authorize(Attributes attributes);
}
