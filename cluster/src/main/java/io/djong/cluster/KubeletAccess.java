package io.djong.cluster;

import io.djong.apiserver.security.Security;
import io.djong.auth.Attributes;
import io.djong.auth.Authentication;
import io.djong.auth.Credentials;
import io.djong.http.Exchange;
import io.djong.http.HttpException;
import io.djong.kubelet.server.Access;

/// Who may ask the kubelet: whoever the cluster knows and lets use the node's subresource, as upstream's webhook mode does.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/ Kubelet authentication/authorization
record KubeletAccess(Security security, String nodeName) implements Access {

    @Override
    public void check(Exchange exchange, String verb, String subresource) {
        Credentials credentials =
                new Credentials(
                        exchange.requestHeaders(), exchange.peerCertificates(), exchange.path());
        if (!(security.authenticator().authenticate(credentials)
                instanceof Authentication.Authenticated(var user, _))) {
            throw new HttpException(401, "Unauthorized");
        }
        Attributes wanted =
                Attributes.resource(user, verb, "", "nodes")
                        .withName(nodeName)
                        .withSubresource(subresource);
        if (!security.authorizer().authorize(wanted).isAllowed()) {
            throw new HttpException(
                    403,
                    "Forbidden (user=%s, verb=%s, resource=nodes, subresource(s)=[%s])"
                            .formatted(user.name(), verb, subresource));
        }
    }
}
