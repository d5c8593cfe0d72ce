package io.djong.volumes;

import io.djong.api.authentication.v1.TokenRequest;
import io.djong.api.core.v1.Pod;
import io.djong.api.core.v1.ServiceAccount;
import io.djong.client.Client;
import io.djong.meta.Clock;
import io.djong.meta.ObjectKey;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Gets tokens for pods' service accounts and keeps each until four fifths of its life are over.
///
/// Shape: snapshot a key; two threads that miss at once both ask, which does no harm.
///
/// @spec https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/ Token volume projection
public final class ServiceAccountTokens {

    /// Whatever its life, a token is replaced after a day.
    private static final Duration AGE_MAX = Duration.ofHours(24);

    private static final long SECONDS_DEFAULT = 3600;

    private final Client client;
    private final Clock clock;
    private final Map<Wanted, Token> tokens = new ConcurrentHashMap<>();

    public ServiceAccountTokens(Client client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    private record Wanted(
            ObjectKey account, String podName, String podUid, String audience, long seconds) {}

    private record Token(String text, Instant renewAt) {}

    public String token(Pod pod, String audience, @Nullable Long seconds) {
        String account = pod.spec().serviceAccountName();
        Wanted wanted =
                new Wanted(
                        ObjectKey.of(pod.namespace(), account.isEmpty() ? "default" : account),
                        pod.name(),
                        pod.uid(),
                        audience,
                        seconds == null ? SECONDS_DEFAULT : seconds);
        Token token = tokens.get(wanted);
        if (token == null || !clock.now().isBefore(token.renewAt())) {
            token = request(wanted);
            tokens.put(wanted, token);
        }
        return token.text();
    }

    /// A pod is gone, and its tokens with it.
    public void forget(String podUid) {
        tokens.keySet().removeIf(wanted -> wanted.podUid().equals(podUid));
    }

    private Token request(Wanted wanted) {
        Fields.Builder spec = Fields.builder();
        spec.add("audiences", wanted.audience().isEmpty() ? List.of() : List.of(wanted.audience()));
        spec.add("expirationSeconds", wanted.seconds());
        spec.add(
                "boundObjectRef",
                Fields.of("kind", "Pod", "apiVersion", "v1", "name", wanted.podName())
                        .with("uid", wanted.podUid()));
        Fields request =
                Fields.of("apiVersion", "authentication.k8s.io/v1", "kind", "TokenRequest")
                        .with("spec", spec.build());
        Instant asked = clock.now();
        TokenRequest answer =
                new TokenRequest(
                        client.post(ServiceAccount.KIND, wanted.account(), "token", request));
        Instant expires = answer.status().expirationTimestamp();
        Duration life =
                expires == null
                        ? Duration.ofSeconds(wanted.seconds())
                        : Duration.between(asked, expires);
        Duration use = life.multipliedBy(4).dividedBy(5);
        return new Token(
                answer.status().token(), asked.plus(use.compareTo(AGE_MAX) < 0 ? use : AGE_MAX));
    }
}
