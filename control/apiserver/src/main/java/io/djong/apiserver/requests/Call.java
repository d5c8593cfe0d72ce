package io.djong.apiserver.requests;

import io.djong.http.Exchange;
import io.djong.http.Headers;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
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

    /// Patches of webhooks hold parts of objects, which not everybody wants written down.
    private static final String PATCH_NOTES = "patch.webhook.admission.k8s.io/";

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
    private Headers answerHeaders = Headers.of();
    private AuditLevel auditLevel = AuditLevel.NONE;
    private @Nullable Fields requested;
    private @Nullable Runnable atEnd;

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
        boolean isDetail = key.startsWith(PATCH_NOTES);
        if (auditLevel.isAtLeast(isDetail ? AuditLevel.REQUEST : AuditLevel.METADATA)) {
            // The first word counts, as upstream.
            annotations.putIfAbsent(key, value);
        }
    }

    /// How much of this call is written down.
    public AuditLevel auditLevel() {
        return auditLevel;
    }

    public void auditedAt(AuditLevel level) {
        auditLevel = level;
    }

    /// What the client sent, decoded; for the audit event.
    public @Nullable Fields requested() {
        return requested;
    }

    public void requested(Fields document) {
        requested = document;
    }

    /// Headers that the answer gets, whatever it is.
    public Headers answerHeaders() {
        return answerHeaders;
    }

    public void answerWith(Headers more) {
        answerHeaders = answerHeaders.size() == 0 ? more : answerHeaders.plus(more);
    }

    /// Runs `action` once the answer was written or given up, last come first.
    public void atEnd(Runnable action) {
        Runnable later = atEnd;
        atEnd =
                later == null
                        ? action
                        : () -> {
                            try {
                                action.run();
                            } finally {
                                later.run();
                            }
                        };
    }

    /// For whoever writes the answer; further calls have no effect.
    public void end() {
        Runnable action = atEnd;
        if (action != null) {
            atEnd = null;
            action.run();
        }
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
