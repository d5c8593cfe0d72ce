package io.djong.etcd;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.security.cert.X509Certificate;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Lets in whoever may do everything in the cluster anyway: who reads the store reads every secret.
final class AdminsOnly implements ServerInterceptor {

    private final String organization;

    AdminsOnly(String organization) {
        this.organization = organization;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (isAdmin(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION))) {
            return next.startCall(call, headers);
        }
        call.close(
                Status.PERMISSION_DENIED.withDescription(
                        "the client's certificate is not of organization " + organization),
                new Metadata());
        return new ServerCall.Listener<>() {};
    }

    private boolean isAdmin(@Nullable SSLSession session) {
        if (session == null) {
            return false;
        }
        try {
            X509Certificate client = (X509Certificate) session.getPeerCertificates()[0];
            return new LdapName(client.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .anyMatch(rdn ->
                                    rdn.getType().equalsIgnoreCase("O")
                                            && rdn.getValue().equals(organization));
        } catch (SSLPeerUnverifiedException | InvalidNameException _) {
            return false;
        }
    }
}
