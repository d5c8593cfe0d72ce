package io.djong.client;

import io.djong.http.Origin;
import io.djong.http.tls.ClientTls;
import java.util.function.Supplier;

/// Where an API server is and how to show who one is.
///
/// @param token asked for each request, because bound tokens are renewed; "" for none
/// @param userAgent names the program, and is the manager of the fields that it writes
public record ServerAccess(Origin server, ClientTls tls, Supplier<String> token, String userAgent) {

    public static ServerAccess of(Origin server, ClientTls tls, String userAgent) {
        return new ServerAccess(server, tls, () -> "", userAgent);
    }

    public ServerAccess withToken(Supplier<String> source) {
        return new ServerAccess(server, tls, source, userAgent);
    }
}
