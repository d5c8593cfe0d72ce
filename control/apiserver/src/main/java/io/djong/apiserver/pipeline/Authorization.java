package io.djong.apiserver.pipeline;

import io.djong.apiserver.requests.AuditLevel;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.RequestInfo;
import io.djong.apiserver.selectors.LabelSelectors;
import io.djong.auth.Attributes;
import io.djong.auth.Attributes.Requirement;
import io.djong.auth.Authorizer;
import io.djong.auth.Decision;
import io.djong.auth.Forbidden;
import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.LabelSelector;
import io.djong.meta.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Lets through what the user may do.
public final class Authorization implements Filter {

    private static final Log LOG = Log.of(Authorization.class);
    private static final Set<String> NARROWED = Set.of("list", "watch", "deletecollection");

    private static final Set<String> NAMED = Set.of("list", "watch");
    private static final String DECISION = "authorization.k8s.io/decision";
    private static final String REASON = "authorization.k8s.io/reason";

    private final Authorizer authorizer;

    public Authorization(Authorizer authorizer) {
        this.authorizer = authorizer;
    }

    @Override
    public Reply filter(Call call, Handler next) {
        Attributes attributes = attributes(call);
        Decision decision = authorizer.authorize(attributes);
        if (call.auditLevel() != AuditLevel.NONE) {
            call.annotate(DECISION, decision.isAllowed() ? "allow" : "forbid");
            call.annotate(REASON, decision.reason());
        }
        if (!decision.isAllowed() && !decision.error().isEmpty()) {
            LOG.error("Authorization failed", "path", call.path(), "why", decision.error());
            throw new ApiException(Failure.internal(decision.error()));
        }
        if (!decision.isAllowed()) {
            throw new ApiException(Forbidden.failure(attributes, decision.reason()));
        }
        return next.serve(call);
    }

    /// The question that a call asks. Reading a collection narrowed to one name is asked for as reading that object.
    public static Attributes attributes(Call call) {
        RequestInfo info = call.info();
        if (!info.isResource()) {
            return Attributes.path(call.user(), info.verb(), call.path());
        }
        boolean isNarrowed = NARROWED.contains(info.verb());
        List<Requirement> fields =
                isNarrowed ? fields(call.query().text("fieldSelector")) : List.of();
        List<Requirement> labels =
                isNarrowed ? labels(call.query().text("labelSelector")) : List.of();
        return new Attributes(
                call.user(),
                info.verb(),
                info.namespace(),
                info.groupVersion().group(),
                info.groupVersion().version(),
                info.resource(),
                info.subresource(),
                info.name().isEmpty() && NAMED.contains(info.verb())
                        ? onlyName(fields)
                        : info.name(),
                call.path(),
                true,
                fields,
                labels);
    }

    private static String onlyName(List<Requirement> fields) {
        for (Requirement requirement : fields) {
            if (requirement.key().equals("metadata.name") && requirement.operator().equals("In")) {
                return requirement.values().getFirst();
            }
        }
        return "";
    }

    /// What cannot be read narrows nothing; the verb refuses it later.
    private static List<Requirement> fields(String selector) {
        List<Requirement> requirements = new ArrayList<>();
        for (String term : selector.split(",")) {
            int equals = term.indexOf('=');
            if (equals <= 0) {
                continue;
            }
            boolean isNot = term.charAt(equals - 1) == '!';
            String key = term.substring(0, isNot ? equals - 1 : equals);
            String value = term.substring(term.startsWith("==", equals) ? equals + 2 : equals + 1);
            requirements.add(new Requirement(key, isNot ? "NotIn" : "In", List.of(value)));
        }
        return List.copyOf(requirements);
    }

    private static List<Requirement> labels(String selector) {
        LabelSelector parsed;
        try {
            parsed = LabelSelectors.parse(selector);
        } catch (ApiException malformed) {
            return List.of();
        }
        List<Requirement> requirements = new ArrayList<>();
        for (LabelSelector.Requirement requirement : parsed.requirements()) {
            String operator =
                    switch (requirement.operator()) {
                        case IN -> "In";
                        case NOT_IN -> "NotIn";
                        case EXISTS -> "Exists";
                        case DOES_NOT_EXIST -> "DoesNotExist";
                        // Authorizers know no order of labels.
                        case GREATER_THAN, LESS_THAN -> "";
                    };
            if (!operator.isEmpty()) {
                requirements.add(
                        new Requirement(
                                requirement.key(), operator, List.copyOf(requirement.values())));
            }
        }
        return List.copyOf(requirements);
    }
}
