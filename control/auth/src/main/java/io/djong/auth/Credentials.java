package io.djong.auth;

import io.djong.http.Headers;
import java.security.cert.X509Certificate;
import java.util.List;

/// What a request shows of who sends it.
///
/// @param path of the URL, without query
/// @param peerCertificates as the TLS handshake delivered them, leaf first, not yet verified; empty when none were shown
public record Credentials(Headers headers, List<X509Certificate> peerCertificates, String path) {}
