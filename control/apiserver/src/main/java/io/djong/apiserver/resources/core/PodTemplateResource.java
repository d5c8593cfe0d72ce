package io.djong.apiserver.resources.core;

import static io.djong.apiserver.resources.Defaulting.always;

import io.djong.api.core.v1.PodTemplate;
import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// PodTemplates: templates for their own sake.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-template-v1/ PodTemplate
final class PodTemplateResource implements KindRules {

    @Override
    public Fields defaults(Fields object) {
        return always(object, "template", PodDefaults::template);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        PodTemplateValidation.validate(object.fields("template"), FieldPath.of("template"), errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Containers"),
                Column.string("Images"),
                Column.string("Pod Labels"));
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        PodTemplate template = new PodTemplate(object);
        return List.of(
                template.name(),
                PodTemplateCells.names(template.template().spec()),
                PodTemplateCells.images(template.template().spec()),
                PodTemplateCells.labels(template.template().metadata().labels()));
    }
}
