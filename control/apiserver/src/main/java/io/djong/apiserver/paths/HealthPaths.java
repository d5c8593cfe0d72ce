package io.djong.apiserver.paths;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// `/healthz`, `/livez` and `/readyz`, and each of their checks below them.
///
/// @spec https://kubernetes.io/docs/reference/using-api/health-checks/ Kubernetes API health endpoints
public final class HealthPaths {

    private final Map<String, BooleanSupplier> live = new LinkedHashMap<>();
    private final Map<String, BooleanSupplier> ready = new LinkedHashMap<>();

    /// A check that counts for all three.
    public HealthPaths check(String name, BooleanSupplier check) {
        live.put(name, check);
        ready.put(name, check);
        return this;
    }

    /// A check that counts for `/readyz` only.
    public HealthPaths readyCheck(String name, BooleanSupplier check) {
        ready.put(name, check);
        return this;
    }

    public void addTo(PathHandlers paths) {
        add(paths, "healthz", live);
        add(paths, "livez", live);
        add(paths, "readyz", ready);
    }

    private static void add(PathHandlers paths, String name, Map<String, BooleanSupplier> checks) {
        paths.exact("/" + name, call -> all(call, name, checks));
        paths.below("/" + name + "/", call -> one(call, name, checks));
    }

    private static Reply all(Call call, String name, Map<String, BooleanSupplier> checks) {
        List<String> excluded = call.query().all("exclude");
        StringBuilder text = new StringBuilder();
        boolean healthy = true;
        for (Map.Entry<String, BooleanSupplier> check : checks.entrySet()) {
            if (excluded.contains(check.getKey())) {
                text.append("[+]").append(check.getKey()).append(" excluded: ok\n");
            } else if (check.getValue().getAsBoolean()) {
                text.append("[+]").append(check.getKey()).append(" ok\n");
            } else {
                healthy = false;
                text.append("[-]").append(check.getKey()).append(" failed: reason withheld\n");
            }
        }
        for (String unknown : excluded) {
            if (!checks.containsKey(unknown)) {
                text.append("warn: some health checks cannot be excluded: no matches for \"")
                        .append(unknown)
                        .append("\"\n");
            }
        }
        if (!healthy) {
            return Reply.text(500, text + name + " check failed\n");
        }
        return Reply.text(
                200, call.query().has("verbose") ? text + name + " check passed\n" : "ok");
    }

    private static Reply one(Call call, String name, Map<String, BooleanSupplier> checks) {
        BooleanSupplier check = checks.get(call.path().substring(name.length() + 2));
        if (check == null) {
            return PathHandlers.notFound();
        }
        return check.getAsBoolean()
                ? Reply.text(200, "ok")
                : Reply.text(500, "internal server error: reason withheld\n");
    }
}
