package io.djong.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Opening handshake of WebSockets, on the server's side, and what the client needs of it.
///
/// @spec https://www.rfc-editor.org/rfc/rfc6455#section-4 Opening Handshake
final class WebSocketHandshake {

    static final String PROTOCOL = "websocket";
    static final String VERSION = "13";

    private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketHandshake() {}

    static WebSocketConnection accept(Exchange exchange, List<String> protocols) {
        Headers request = exchange.requestHeaders();
        String key = request.first("sec-websocket-key");
        if (!exchange.wantsUpgrade(PROTOCOL)
                || key == null
                || !exchange.method().equals("GET")
                || !VERSION.equals(request.first("sec-websocket-version"))) {
            throw new HttpException(400, "400 Bad Request: not a WebSocket handshake");
        }
        String chosen = choose(request.tokens("sec-websocket-protocol"), protocols);
        if (chosen == null) {
            throw new HttpException(403, "403 Forbidden: no WebSocket subprotocol in common");
        }
        Headers answer =
                Headers.of(
                        "Upgrade",
                        PROTOCOL,
                        "Connection",
                        "Upgrade",
                        "Sec-WebSocket-Accept",
                        acceptKey(key));
        if (!chosen.isEmpty()) {
            answer = answer.plus("Sec-WebSocket-Protocol", chosen);
        }
        return new WebSocketSession(exchange.upgradeRaw(101, answer), chosen, null);
    }

    /// The client's order decides, as in Kubernetes' own server; null when nothing fits.
    private static @Nullable String choose(List<String> offered, List<String> known) {
        if (offered.isEmpty()) {
            return "";
        }
        for (String protocol : offered) {
            if (known.contains(protocol)) {
                return protocol;
            }
        }
        return null;
    }

    static String acceptKey(String key) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-1")
                            .digest((key + ACCEPT_SUFFIX).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-1", e);
        }
    }
}
