package io.djong.kubelet;

import io.djong.http.tls.ClientAuth;
import io.djong.http.tls.ServerTls;
import io.djong.kubelet.server.Access;
import io.djong.kubelet.server.ClusterAccess;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How the kubelet shows itself to those who ask it.
///
/// @param tls with the cluster's authority for clients; null for none, which only tests want
/// @param access who may ask
public record Serving(@Nullable ServerTls tls, Access access) {

    private static final Set<ClientAuth> CHECKED =
            Set.of(ClientAuth.VERIFIED_IF_GIVEN, ClientAuth.REQUIRED);

    public Serving {
        if (access instanceof ClusterAccess && tls != null && !CHECKED.contains(tls.clientAuth())) {
            throw new IllegalArgumentException(
                    "clientAuth: must be VERIFIED_IF_GIVEN or REQUIRED, because access goes by certificates, is "
                            + tls.clientAuth());
        }
    }
}
