package io.djong.kubelet;

import io.djong.http.tls.ServerTls;
import io.djong.kubelet.server.Access;
import org.jspecify.annotations.Nullable;

/// How the kubelet shows itself to those who ask it.
///
/// @param tls with the cluster's authority for clients; null for none, which only tests want
/// @param access who may ask
public record Serving(@Nullable ServerTls tls, Access access) {}
