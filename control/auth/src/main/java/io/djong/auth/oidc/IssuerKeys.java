package io.djong.auth.oidc;

import io.djong.http.BodyTooLargeException;
import io.djong.http.ClientConfig;
import io.djong.http.HttpClient;
import io.djong.http.Request;
import io.djong.http.Response;
import io.djong.http.TransportException;
import io.djong.http.tls.ClientTls;
import io.djong.http.tls.Pem;
import io.djong.http.tls.Trust;
import io.djong.meta.Clock;
import io.djong.meta.Log;
import io.djong.meta.Threads;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.net.URI;
import java.security.PublicKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys by which an issuer signs, as it publishes them. A small lock; fetching happens within it, so that a crowd of
/// tokens with an unknown key asks the issuer once.
///
/// @spec https://openid.net/specs/openid-connect-discovery-1_0.html OpenID Connect Discovery 1.0
final class IssuerKeys implements AutoCloseable {

    private static final Log LOG = Log.of(IssuerKeys.class);

    private static final String WELL_KNOWN = "/.well-known/openid-configuration";
    private static final int ANSWER_BYTES_MAX = 1 << 20;
    private static final int OK = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /// How long an issuer is left alone after it was asked, whatever strange keys tokens name.
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final JwtSettings settings;
    private final HttpClient client;
    private final Clock clock;
    private volatile Published published = new Published(0, Map.of());
    private @Nullable Long askedAt;

    /// @param number of the times that the issuer was asked
    private record Published(int number, Map<String, PublicKey> keys) {}

    IssuerKeys(JwtSettings settings, Threads threads, Clock clock) {
        this.settings = settings;
        Trust trust =
                settings.authorities().isEmpty()
                        ? new Trust.SystemRoots()
                        : Trust.authorities(Pem.certificates(settings.authorities()));
        this.client =
                HttpClient.of(ClientConfig.defaults().withTls(ClientTls.trusting(trust)), threads);
        this.clock = clock;
    }

    /// The keys that a token which names `keyId` may be signed by; those of the issuer are fetched when it is unknown.
    List<PublicKey> candidates(String keyId) {
        Published seen = published;
        if (!seen.keys.containsKey(keyId) && (!keyId.isEmpty() || seen.keys.isEmpty())) {
            refresh(seen.number);
        }
        Map<String, PublicKey> known = published.keys;
        PublicKey named = known.get(keyId);
        if (named != null) {
            return List.of(named);
        }
        return keyId.isEmpty() ? List.copyOf(known.values()) : List.of();
    }

    boolean isEmpty() {
        return published.keys.isEmpty();
    }

    private synchronized void refresh(int seen) {
        boolean isFresh =
                askedAt != null
                        && !published.keys.isEmpty()
                        && clock.nanos() - askedAt < PAUSE.toNanos();
        if (published.number != seen || isFresh) {
            return;
        }
        try {
            askedAt = clock.nanos();
            published = new Published(seen + 1, fetch());
        } catch (TransportException
                | DecodeException
                | BodyTooLargeException
                | IllegalArgumentException failed) {
            LOG.warn(
                    "Keys of an issuer cannot be had",
                    "issuer",
                    settings.url(),
                    "why",
                    String.valueOf(failed.getMessage()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, PublicKey> fetch() throws InterruptedException {
        String base =
                settings.url().endsWith("/")
                        ? settings.url().substring(0, settings.url().length() - 1)
                        : settings.url();
        Fields configuration =
                get(
                        settings.discoveryUrl().isEmpty()
                                ? base + WELL_KNOWN
                                : settings.discoveryUrl());
        if (!configuration.string("issuer").equals(settings.url())) {
            throw new IllegalArgumentException(
                    "oidc: issuer did not match the issuer returned by provider, expected \"%s\" got \"%s\""
                            .formatted(settings.url(), configuration.string("issuer")));
        }
        Map<String, PublicKey> found = new LinkedHashMap<>();
        int nameless = 0;
        for (Object item : get(configuration.string("jwks_uri")).list("keys")) {
            if (item instanceof Fields one) {
                PublicKey key = JsonWebKeys.parse(one);
                if (key != null && !one.string("use").equals("enc")) {
                    String name = one.string("kid");
                    found.put(name.isEmpty() ? "#" + nameless++ : name, key);
                }
            }
        }
        return Map.copyOf(found);
    }

    private Fields get(String url) throws InterruptedException {
        Request request =
                Request.get(URI.create(url))
                        .withHeader("accept", "application/json, */*")
                        .withResponseTimeout(PATIENCE)
                        .withReadTimeout(PATIENCE);
        try (Response response = client.send(request)) {
            byte[] body = response.readBody(ANSWER_BYTES_MAX);
            if (response.status() != OK) {
                throw new IllegalArgumentException(url + ": answered " + response.status());
            }
            return Json.parseObject(body);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
