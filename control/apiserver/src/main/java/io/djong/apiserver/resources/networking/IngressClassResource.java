package io.djong.apiserver.resources.networking;

import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-class Ingress class
final class IngressClassResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return within(
                object,
                "spec",
                spec ->
                        within(
                                spec,
                                "parameters",
                                parameters -> orElse(parameters, "scope", "Cluster")));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        IngressClassValidation.validate(object, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        errors.immutable(
                FieldPath.of("spec", "controller"),
                object.fields("spec").string("controller"),
                before.fields("spec").string("controller"));
        IngressClassValidation.validate(object, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME, Column.string("Controller"), Column.string("Parameters"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        Fields parameters = spec.fieldsOrNull("parameters");
        return List.of(
                Trees.name(object),
                spec.string("controller"),
                parameters == null ? "<none>" : text(parameters),
                Ages.age(object, now));
    }

    private static String text(Fields parameters) {
        String kind = parameters.string("kind");
        String full =
                Trees.isSet(parameters, "apiGroup")
                        ? kind + "." + parameters.string("apiGroup")
                        : kind;
        return full + "/" + parameters.string("name");
    }
}
