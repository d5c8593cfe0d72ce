package io.djong.apiserver.requests;

import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.meta.UserInfo;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request. The stages of the pipeline add what they find out; confined to the thread that serves it.
public final class Call implements io.djong.admission.Call.Notes {

    /// More warnings than a client would read are dropped.
    private static final int WARNINGS_MAX = 64;

    private final String method;
    private final String path;
    private final RequestInfo info;
    private final Parameters query;
    private final Headers headers;
    private final Body body;
    private final @Nullable Exchange exchange;
    private final List<String> warnings = new ArrayList<>(0);
    private final Map<String, String> annotations = new LinkedHashMap<>(0);
    private @Nullable UserInfo user;
    private Accept accept = Accept.JSON;

    /// @param path percent-decoded
    /// @param exchange the connection it came on, null for calls within the process
    public Call(
            String method,
            String path,
            RequestInfo info,
            Parameters query,
            Headers headers,
            Body body,
            @Nullable Exchange exchange) {
        this.method = method;
        this.path = path;
        this.info = info;
        this.query = query;
        this.headers = headers;
        this.body =
                body instanceof Body.Encoded(String type, Body.Source source)
                        ? new Body.Encoded(type, Body.Source.remembering(source))
                        : body;
        this.exchange = exchange;
    }

    public String method() {
        return method;
    }

    public String path() {
        return path;
    }

    public RequestInfo info() {
        return info;
    }

    public Parameters query() {
        return query;
    }

    public Headers headers() {
        return headers;
    }

    public Body body() {
        return body;
    }

    public @Nullable Exchange exchange() {
        return exchange;
    }

    public List<X509Certificate> peerCertificates() {
        return exchange == null ? List.of() : exchange.peerCertificates();
    }

    /// Who asks, once authentication has found out.
    public UserInfo user() {
        if (user == null) {
            throw new IllegalStateException("call: not authenticated yet");
        }
        return user;
    }

    public boolean isAuthenticated() {
        return user != null;
    }

    public void authenticated(UserInfo found) {
        user = found;
    }

    /// How the answer is to be encoded; JSON until it was agreed on.
    public Accept accept() {
        return accept;
    }

    public void agreedOn(Accept agreed) {
        accept = agreed;
    }

    @Override
    public void warn(String text) {
        if (warnings.size() < WARNINGS_MAX && !warnings.contains(text)) {
            warnings.add(text);
        }
    }

    @Override
    public void annotate(String key, String value) {
        annotations.put(key, value);
    }

    public List<String> warnings() {
        return warnings;
    }

    /// For the audit event.
    public Map<String, String> annotations() {
        return annotations;
    }

    /// As the client names itself: the first word of `User-Agent`, up to the version.
    public String defaultFieldManager() {
        String agent = headers.firstOr("user-agent", "unknown");
        String manager = agent.split("/", 2)[0];
        // Components in this process call themselves by their users' names.
        manager = manager.substring(manager.lastIndexOf(':') + 1);
        return manager.length() > 128 ? manager.substring(0, 128) : manager;
    }
}
