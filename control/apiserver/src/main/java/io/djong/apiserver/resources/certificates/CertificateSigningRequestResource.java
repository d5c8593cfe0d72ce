package io.djong.apiserver.resources.certificates;

import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.Names;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// CertificateSigningRequests. Who asks is what the server knows, never what the request says.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/ CSRs
final class CertificateSigningRequestResource implements KindRules {

    private static final List<String> REQUESTER = List.of("username", "uid", "groups", "extra");

    @Override
    public Names.Rule nameRule() {
        return Names.Rule.PATH_SEGMENT;
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        Fields spec = object.fields("spec");
        for (String name : REQUESTER) {
            spec = spec.without(name);
        }
        spec = spec.with("username", context.user().name());
        if (!context.user().uid().isEmpty()) {
            spec = spec.with("uid", context.user().uid());
        }
        if (!context.user().groups().isEmpty()) {
            spec = spec.with("groups", List.copyOf(context.user().groups()));
        }
        if (!context.user().extra().isEmpty()) {
            spec = spec.with("extra", Fields.copyOf(context.user().extra()));
        }
        return object.with("spec", spec);
    }

    /// What was asked for stays as it is.
    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return object.with("spec", before.fields("spec"));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        CertificateRequestValidation.validate(object, errors);
        CertificateRequestValidation.noLegacySigner(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        CertificateRequestValidation.validateUpdate(object, before, errors);
    }

    @Override
    public Fields prepareForStatusUpdate(Fields object, Fields before, RequestContext context) {
        return within(
                object,
                "status",
                status ->
                        CertificateConditions.signed(
                                status, before.fields("status"), Times.seconds(context.now())));
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        CertificateRequestValidation.validateUpdate(object, before, errors);
        CertificateRequestValidation.noNewDecisions(object, before, errors);
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.of("spec.signerName", object -> object.fields("spec").string("signerName"));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.AGE,
                Column.string("SignerName"),
                Column.string("Requestor"),
                Column.string("RequestedDuration"),
                Column.string("Condition"));
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        String signer = spec.string("signerName");
        Long seconds = spec.integerOrNull("expirationSeconds");
        return List.of(
                Trees.name(object),
                Ages.age(object, now),
                signer.isEmpty() ? "<none>" : signer,
                spec.string("username"),
                seconds == null ? "<none>" : Ages.human(Duration.ofSeconds(seconds)),
                condition(object.fields("status")));
    }

    private static String condition(Fields status) {
        Set<String> types = new HashSet<>();
        for (Fields condition : Trees.objects(status, "conditions")) {
            types.add(condition.string("type"));
        }
        String text =
                types.contains("Denied")
                        ? "Denied"
                        : types.contains("Approved") ? "Approved" : "Pending";
        text += types.contains("Failed") ? ",Failed" : "";
        return status.string("certificate").isEmpty() ? text : text + ",Issued";
    }
}
