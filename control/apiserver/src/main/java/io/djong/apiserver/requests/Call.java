package io.djong.apiserver.requests;

import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.meta.UserInfo;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One request. The stages of the pipeline add what they find out; confined to the thread that serves it.
public final class Call implements io.djong.admission.Call.Notes {

    private static final int MANAGER_BYTES_MAX = 128;

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
        this.body = body;
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
        int slash = agent.indexOf('/');
        String name = slash < 0 ? agent : agent.substring(0, slash);
        StringBuilder manager = new StringBuilder(name.length());
        int bytes = 0;
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int character = name.codePointAt(i);
            if (Character.isISOControl(character)) {
                continue;
            }
            bytes += Character.toString(character).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MANAGER_BYTES_MAX) {
                break;
            }
            manager.appendCodePoint(character);
        }
        return manager.toString();
    }
}
