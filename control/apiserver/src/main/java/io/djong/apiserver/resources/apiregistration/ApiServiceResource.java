package io.djong.apiserver.resources.apiregistration;

import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.GoText;
import io.djong.apiserver.validation.Names;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// APIServices: groups that are served here, or by another server behind a Service.
///
/// @spec https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/ API Aggregation Layer
final class ApiServiceResource implements KindRules {

    private static final long PORT = 443;

    @Override
    public Fields defaults(Fields object) {
        return within(
                object,
                "spec",
                spec -> within(spec, "service", service -> orElse(service, "port", PORT)));
    }

    /// The name says what is served.
    @Override
    public Names.Rule nameRule(Fields object) {
        Fields spec = object.fields("spec");
        String wanted = spec.string("version") + "." + spec.string("group");
        return (value, isPrefix) -> {
            List<String> wrong = Names.Rule.PATH_SEGMENT.check(value, isPrefix);
            if (!wrong.isEmpty() || isPrefix || value.equals(wanted)) {
                return wrong;
            }
            return List.of("must be `spec.version+\".\"+spec.group`: " + GoText.quote(wanted));
        };
    }

    /// What is served here is available at once.
    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        if (Trees.isSet(object.fields("spec"), "service")) {
            return object.with("status", Fields.EMPTY);
        }
        Fields available =
                Fields.builder()
                        .add("type", "Available")
                        .add("status", "True")
                        .add("lastTransitionTime", Times.seconds(context.now()))
                        .add("reason", "Local")
                        .add("message", "Local APIServices are always available")
                        .build();
        return object.with("status", Fields.of("conditions", List.of(available)));
    }

    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        ApiServiceValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        ApiServiceValidation.validate(object, errors);
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        ApiServiceValidation.validateStatus(object, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME, Column.string("Service"), Column.string("Available"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields service = object.fields("spec").fieldsOrNull("service");
        return List.of(
                Trees.name(object),
                service == null
                        ? "Local"
                        : service.string("namespace") + "/" + service.string("name"),
                available(object),
                Ages.age(object, now));
    }

    private static String available(Fields object) {
        for (Fields condition : Trees.objects(object.fields("status"), "conditions")) {
            if (condition.string("type").equals("Available")) {
                String status = condition.string("status");
                return status.equals("True")
                        ? status
                        : status + " (" + condition.string("reason") + ")";
            }
        }
        return "Unknown";
    }
}
