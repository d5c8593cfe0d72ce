package io.djong.auth.token;

import io.djong.api.core.v1.Node;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.Secret;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.client.Lookup;
import io.djong.meta.ApiException;
import io.djong.meta.Clock;
import io.djong.meta.Failure;
import io.djong.meta.GroupVersion;
import io.djong.meta.Kind;
import io.djong.meta.ObjectKey;
import io.djong.meta.Reason;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Answers `POST .../serviceaccounts/<name>/token`. Texts are those of Kubernetes 1.36.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/ TokenRequest
public final class TokenRequests {

    private static final String GROUP = "authentication.k8s.io";
    private static final long DEFAULT_SECONDS = 3600;
    private static final long SECONDS_MIN = 600;
    private static final long SECONDS_MAX = 1L << 32;

    /// The odd lifetime that the ServiceAccount admission plug-in writes into pods: such tokens live longer than they
    /// say, for clients that never read them again.
    private static final long INJECTED_SECONDS = 3607;

    private static final long EXTENDED_SECONDS = 365L * 24 * 3600;

    private final TokenIssuer issuer;
    private final List<String> apiAudiences;
    private final Lookup<ServiceAccount> accounts;
    private final Lookup<Pod> pods;
    private final Lookup<Secret> secrets;
    private final Lookup<Node> nodes;
    private final Clock clock;

    public TokenRequests(
            TokenIssuer issuer,
            List<String> apiAudiences,
            Lookup<ServiceAccount> accounts,
            Lookup<Pod> pods,
            Lookup<Secret> secrets,
            Lookup<Node> nodes,
            Clock clock) {
        this.issuer = issuer;
        this.apiAudiences = List.copyOf(apiAudiences);
        this.accounts = accounts;
        this.pods = pods;
        this.secrets = secrets;
        this.nodes = nodes;
        this.clock = clock;
    }

    /// @param request the `TokenRequest` as sent
    /// @param account namespace and name from the URL
    /// @return the request with defaults and its status; metadata is the caller's
    public Fields answer(ObjectKey account, Fields request) {
        validate(account, request);
        ServiceAccount found =
                accounts.find(account)
                        .orElseThrow(() ->
                                new ApiException(
                                        Failure.notFound(ServiceAccount.KIND, account.name())));
        Fields spec = request.fields("spec");
        long seconds = seconds(spec);
        List<String> audiences = audiences(spec);
        TokenIssuer.Bound bound = bound(found, spec.fieldsOrNull("boundObjectRef"));

        boolean isExtended =
                seconds == INJECTED_SECONDS
                        && bound.pod() != null
                        && apiAudiences.containsAll(audiences);
        String token =
                issuer.issue(
                        found,
                        bound,
                        audiences,
                        isExtended ? EXTENDED_SECONDS : seconds,
                        isExtended ? INJECTED_SECONDS : 0);
        Fields answered =
                Fields.of(
                        "audiences",
                        audiences,
                        "expirationSeconds",
                        seconds,
                        "boundObjectRef",
                        spec.value("boundObjectRef"));
        Fields status =
                Fields.of(
                        "token",
                        token,
                        "expirationTimestamp",
                        Times.seconds(clock.now().plusSeconds(seconds)));
        return request.with("spec", answered).with("status", status);
    }

    private static long seconds(Fields spec) {
        return spec.value("expirationSeconds") instanceof Number seconds
                ? seconds.longValue()
                : DEFAULT_SECONDS;
    }

    private List<String> audiences(Fields spec) {
        List<String> audiences = new ArrayList<>();
        spec.list("audiences").forEach(one -> audiences.add(String.valueOf(one)));
        return audiences.isEmpty() ? apiAudiences : List.copyOf(audiences);
    }

    private static void validate(ObjectKey account, Fields request) {
        Fields metadata = request.fields("metadata");
        String name = metadata.string("name");
        if (!name.isEmpty() && !name.equals(account.name())) {
            throw invalid(
                    account.name(),
                    "metadata.name",
                    '"' + name + '"',
                    "must match the service account name if specified");
        }
        String namespace = metadata.string("namespace");
        if (!namespace.isEmpty() && !namespace.equals(account.namespace())) {
            throw new ApiException(
                    Failure.badRequest(
                            "the namespace of the provided object does not match the namespace sent on the request"));
        }
        long seconds = seconds(request.fields("spec"));
        if (seconds < SECONDS_MIN) {
            throw invalid(
                    "",
                    "spec.expirationSeconds",
                    Long.toString(seconds),
                    "may not specify a duration less than 10 minutes");
        }
        if (seconds > SECONDS_MAX) {
            throw invalid(
                    "",
                    "spec.expirationSeconds",
                    Long.toString(seconds),
                    "may not specify a duration larger than 2^32 seconds");
        }
    }

    private static ApiException invalid(String name, String field, String value, String why) {
        String message = "Invalid value: " + value + ": " + why;
        return new ApiException(
                new Failure(
                        Reason.INVALID,
                        Reason.INVALID.code(),
                        "TokenRequest.%s \"%s\" is invalid: %s: %s"
                                .formatted(GROUP, name, field, message),
                        new Failure.Details(
                                name,
                                GROUP,
                                "TokenRequest",
                                "",
                                List.of(new Failure.Cause("FieldValueInvalid", message, field)),
                                0)));
    }

    private TokenIssuer.Bound bound(ServiceAccount account, @Nullable Fields reference) {
        if (reference == null) {
            return TokenIssuer.Bound.TO_NOTHING;
        }
        GroupVersion version = GroupVersion.parse(reference.string("apiVersion"));
        String kind = reference.string("kind");
        if (!version.group().isEmpty()) {
            throw wrongType(version, kind);
        }
        return switch (kind) {
            case "Pod" -> {
                Pod pod = find(pods, Pod.KIND, account.namespace(), reference);
                if (!pod.spec().serviceAccountName().equals(account.name())) {
                    throw new ApiException(
                            Failure.badRequest(
                                    "cannot bind token for serviceaccount \"%s\" to pod running with different serviceaccount name."
                                            .formatted(account.name())));
                }
                requireUid(reference, pod.uid());
                yield new TokenIssuer.Bound(pod, nodeOf(pod), null);
            }
            case "Secret" -> {
                Secret secret = find(secrets, Secret.KIND, account.namespace(), reference);
                requireUid(reference, secret.uid());
                yield new TokenIssuer.Bound(null, null, secret);
            }
            case "Node" -> {
                Node node = find(nodes, Node.KIND, "", reference);
                requireUid(reference, node.uid());
                yield new TokenIssuer.Bound(null, node, null);
            }
            default -> throw wrongType(version, kind);
        };
    }

    private static ApiException wrongType(GroupVersion version, String kind) {
        return new ApiException(
                Failure.badRequest(
                        "cannot bind token to object of type %s/%s, Kind=%s"
                                .formatted(version.group(), version.version(), kind)));
    }

    private static <T> T find(Lookup<T> lookup, Kind<T> kind, String namespace, Fields reference) {
        String name = reference.string("name");
        if (name.isEmpty()) {
            throw new ApiException(Failure.badRequest("Name parameter required."));
        }
        return lookup.find(ObjectKey.of(namespace, name))
                .orElseThrow(() -> new ApiException(Failure.notFound(kind, name)));
    }

    private static void requireUid(Fields reference, String uid) {
        String wanted = reference.string("uid");
        if (!wanted.isEmpty() && !wanted.equals(uid)) {
            String kind = reference.string("kind");
            throw new ApiException(
                    Failure.conflict(
                            "",
                            kind,
                            reference.string("name"),
                            "the UID in the bound object reference (%s) does not match the UID in record. The object might have been deleted and then recreated"
                                    .formatted(wanted)));
        }
    }

    /// The node is told even when its object is gone, then without a uid.
    private @Nullable Node nodeOf(Pod pod) {
        String name = pod.spec().nodeName();
        if (name.isEmpty()) {
            return null;
        }
        Node nameless = Node.KIND.empty();
        return Objects.requireNonNull(
                nodes.find(ObjectKey.of(name))
                        .orElseGet(
                                () -> nameless.withMetadata(nameless.metadata().withName(name))));
    }
}
