package io.djong.admission;

/// Lets everything pass; it is there because configurations name it.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#alwaysadmit AlwaysAdmit
public final class AlwaysAdmit implements AdmissionPlugin {}
