package io.djong.kubelet.server;

import io.djong.client.Client;
import io.djong.http.Exchange;
import io.djong.http.HttpException;
import io.djong.meta.tree.Fields;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import org.jspecify.annotations.Nullable;

/// Knows callers by client certificate or token, and asks the API whether they may.
///
/// The API server itself, and cluster administrators, need no question. TLS has already made sure that a certificate
/// presented was signed by the cluster's authority.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/ Kubelet authentication/authorization
public final class ClusterAccess implements Access {

    private static final String API_SERVER = "kube-apiserver-kubelet-client";
    private static final String MASTERS = "system:masters";
    private static final String BEARER = "Bearer ";

    private final Client client;
    private final String node;

    public ClusterAccess(Client client, String node) {
        this.client = client;
        this.node = node;
    }

    private record User(String name, List<@Nullable Object> groups) {}

    @Override
    public void check(Exchange exchange, String verb, String subresource) {
        User user = user(exchange);
        if (user == null) {
            throw new HttpException(401, "Unauthorized");
        }
        boolean isTrusted = user.name().equals(API_SERVER) || user.groups().contains(MASTERS);
        if (!isTrusted && !isAllowed(user, verb, subresource)) {
            throw new HttpException(
                    403,
                    "Forbidden (user=%s, verb=%s, resource=nodes, subresource(s)=[%s])"
                            .formatted(user.name(), verb, subresource));
        }
    }

    private @Nullable User user(Exchange exchange) {
        if (!exchange.peerCertificates().isEmpty()) {
            return user(exchange.peerCertificates().getFirst());
        }
        String authorization = exchange.requestHeaders().firstOr("authorization", "");
        return authorization.startsWith(BEARER)
                ? user(authorization.substring(BEARER.length()))
                : null;
    }

    private static User user(X509Certificate certificate) {
        String name = "";
        List<@Nullable Object> groups = new ArrayList<>();
        try {
            LdapName subject = new LdapName(certificate.getSubjectX500Principal().getName());
            for (Rdn part : subject.getRdns()) {
                String value = Objects.toString(part.getValue(), "");
                if (part.getType().equalsIgnoreCase("CN")) {
                    name = value;
                } else if (part.getType().equalsIgnoreCase("O")) {
                    groups.add(value);
                }
            }
        } catch (InvalidNameException malformed) {
            throw new HttpException(401, "Unauthorized");
        }
        return new User(name, groups);
    }

    private @Nullable User user(String token) {
        Fields review =
                Fields.of("apiVersion", "authentication.k8s.io/v1")
                        .with("kind", "TokenReview")
                        .with("spec", Fields.of("token", token));
        Fields status =
                client.raw("POST", "/apis/authentication.k8s.io/v1/tokenreviews", review)
                        .fields("status");
        Fields user = status.fields("user");
        return status.bool("authenticated")
                ? new User(user.string("username"), user.list("groups"))
                : null;
    }

    private boolean isAllowed(User user, String verb, String subresource) {
        Fields attributes =
                Fields.of("verb", verb)
                        .with("version", "v1")
                        .with("resource", "nodes")
                        .with("subresource", subresource)
                        .with("name", node);
        Fields review =
                Fields.of("apiVersion", "authorization.k8s.io/v1")
                        .with("kind", "SubjectAccessReview")
                        .with(
                                "spec",
                                Fields.of("user", user.name())
                                        .with("groups", user.groups())
                                        .with("resourceAttributes", attributes));
        return client.raw("POST", "/apis/authorization.k8s.io/v1/subjectaccessreviews", review)
                .fields("status")
                .bool("allowed");
    }
}
