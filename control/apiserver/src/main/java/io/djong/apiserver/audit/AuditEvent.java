package io.djong.apiserver.audit;

import io.djong.apiserver.requests.AuditLevel;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.http.Exchange;
import io.djong.meta.Times;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes an event of `audit.k8s.io/v1`, fields in upstream's order.
///
/// @spec https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/#audit-k8s-io-v1-Event Event
record AuditEvent(Call call, UserInfo user, String id, Instant received, boolean omitsManaged) {

    private static final int AGENT_MAX = 1024;
    private static final String CUT = "...TRUNCATED";

    /// @param status null before there is one
    /// @param response null when it is not to be written down
    Fields at(Stage stage, Instant now, @Nullable Fields status, @Nullable Fields response) {
        Fields.Builder event = new Fields.Builder(20);
        event.add("kind", "Event").add("apiVersion", "audit.k8s.io/v1");
        event.add("level", call.auditLevel().text()).add("auditID", id);
        event.add("stage", stage.text()).add("requestURI", uri()).add("verb", call.info().verb());
        event.add("user", user(user));
        if (call.isAuthenticated() && !call.user().equals(user)) {
            event.add("impersonatedUser", user(call.user()));
        }
        List<String> addresses = addresses();
        if (!addresses.isEmpty()) {
            event.add("sourceIPs", addresses);
        }
        String agent = call.headers().firstOr("user-agent", "");
        if (!agent.isEmpty()) {
            event.add(
                    "userAgent",
                    agent.length() > AGENT_MAX ? agent.substring(0, AGENT_MAX) + CUT : agent);
        }
        Fields requested = stage == Stage.REQUEST_RECEIVED ? null : call.requested();
        if (call.info().isResource()) {
            event.add("objectRef", reference(requested));
        }
        if (status != null) {
            event.add("responseStatus", status);
        }
        if (requested != null && call.auditLevel().isAtLeast(AuditLevel.REQUEST)) {
            event.add("requestObject", shown(requested));
        }
        if (response != null && call.auditLevel().isAtLeast(AuditLevel.REQUEST_RESPONSE)) {
            event.add("responseObject", shown(response));
        }
        event.add("requestReceivedTimestamp", Times.micros(received));
        event.add("stageTimestamp", Times.micros(now));
        if (!call.annotations().isEmpty()) {
            event.add("annotations", Fields.copyOf(call.annotations()));
        }
        return event.build();
    }

    private String uri() {
        Exchange exchange = call.exchange();
        if (exchange == null) {
            return call.path();
        }
        return exchange.rawQuery().isEmpty()
                ? exchange.rawPath()
                : exchange.rawPath() + "?" + exchange.rawQuery();
    }

    private List<String> addresses() {
        List<String> addresses = new ArrayList<>(call.headers().tokens("x-forwarded-for"));
        Exchange exchange = call.exchange();
        String real = call.headers().firstOr("x-real-ip", "");
        if (addresses.isEmpty() && !real.isEmpty()) {
            addresses.add(real);
        }
        if (exchange != null && exchange.remote().getAddress() != null) {
            String peer = exchange.remote().getAddress().getHostAddress();
            if (addresses.isEmpty() || !addresses.getLast().equals(peer)) {
                addresses.add(peer);
            }
        }
        return addresses;
    }

    private static Fields user(UserInfo user) {
        Fields.Builder tree = new Fields.Builder(4);
        add(tree, "username", user.name());
        add(tree, "uid", user.uid());
        if (!user.groups().isEmpty()) {
            tree.add("groups", user.groups());
        }
        if (!user.extra().isEmpty()) {
            tree.add("extra", Fields.copyOf(user.extra()));
        }
        return tree.build();
    }

    private Fields reference(@Nullable Fields requested) {
        RequestInfo info = call.info();
        Fields metadata = requested == null ? Fields.EMPTY : requested.fields("metadata");
        Fields.Builder tree = new Fields.Builder(8);
        add(tree, "resource", info.resource());
        add(tree, "namespace", info.namespace());
        add(tree, "name", info.name().isEmpty() ? metadata.string("name") : info.name());
        add(tree, "uid", metadata.string("uid"));
        add(tree, "apiGroup", info.groupVersion().group());
        add(tree, "apiVersion", info.groupVersion().version());
        add(tree, "resourceVersion", metadata.string("resourceVersion"));
        add(tree, "subresource", info.subresource());
        return tree.build();
    }

    private static void add(Fields.Builder tree, String name, String value) {
        if (!value.isEmpty()) {
            tree.add(name, value);
        }
    }

    private Fields shown(Fields document) {
        if (!omitsManaged) {
            return document;
        }
        Fields bare = withoutManaged(document);
        if (!bare.has("items")) {
            return bare;
        }
        List<Object> items = new ArrayList<>();
        for (Object item : bare.list("items")) {
            if (item instanceof Fields fields) {
                items.add(withoutManaged(fields));
            }
        }
        return bare.with("items", items);
    }

    private static Fields withoutManaged(Fields document) {
        Fields metadata = document.fieldsOrNull("metadata");
        return metadata == null
                ? document
                : document.with("metadata", metadata.without("managedFields"));
    }
}
