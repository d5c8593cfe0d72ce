package io.djong.apiserver.customresources;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.ScalePaths;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.structural.CelValidator;
import io.djong.apiserver.structural.Correlation;
import io.djong.apiserver.structural.EmbeddedObjects;
import io.djong.apiserver.structural.JsonPath;
import io.djong.apiserver.structural.ListTypes;
import io.djong.apiserver.structural.SchemaNode;
import io.djong.apiserver.structural.ValueValidator;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The rules of a custom kind: those that its schema makes.
final class CustomRules implements KindRules {

    private final CustomVersion version;
    private final SchemaNode schema;
    private final CustomColumns columns;
    private final CelValidator rules;
    private final Map<String, Function<Fields, String>> selectable = new LinkedHashMap<>();

    CustomRules(CustomVersion version) {
        this.version = version;
        this.schema = version.schema();
        this.rules = new CelValidator(schema, true);
        this.columns =
                CustomColumns.of(Trees.objects(version.source(), "additionalPrinterColumns"));
        for (Fields field : Trees.objects(version.source(), "selectableFields")) {
            String path = field.string("jsonPath");
            JsonPath compiled = JsonPath.parse(path);
            selectable.put(
                    path.startsWith(".") ? path.substring(1) : path,
                    object -> text(compiled.find(object)));
        }
    }

    private static String text(List<@Nullable Object> found) {
        Object value = found.isEmpty() ? null : found.getFirst();
        return value == null ? "" : value.toString();
    }

    @Override
    public Fields specOf(Fields object) {
        return object.without("metadata");
    }

    @Override
    public boolean updatesUnconditionally() {
        return false;
    }

    /// Of the metadata, only the record of who owns what may change.
    @Override
    public Fields prepareForStatusUpdate(Fields object, Fields before, RequestContext context) {
        Object owners = object.fields("metadata").value("managedFields");
        Fields metadata = before.fields("metadata");
        metadata =
                owners == null
                        ? metadata.without("managedFields")
                        : metadata.with("managedFields", owners);
        Fields updated = before.with("metadata", metadata);
        return object.value("status") == null
                ? updated.without("status")
                : updated.with("status", object.value("status"));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        ValueValidator.validate(object, schema, "").forEach(errors::add);
        customScale().ifPresent(scale -> scale.validateSpec(object, errors));
        customScale().ifPresent(scale -> scale.validateStatus(object, errors));
        EmbeddedObjects.validate(object, schema, errors);
        ListTypes.validate(object, schema, FieldPath.ROOT, errors);
        rules.validate(object, null, null, FieldPath.ROOT, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        Correlation correlation = new Correlation(object, before, schema);
        ValueValidator.validateUpdate(schema, object, correlation, "").forEach(errors::add);
        customScale().ifPresent(scale -> scale.validateSpec(object, errors));
        customScale().ifPresent(scale -> scale.validateStatus(object, errors));
        EmbeddedObjects.validate(object, schema, errors);
        lists(object, before, errors);
        rules.validate(object, before, correlation, FieldPath.ROOT, errors);
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        SchemaNode status = schema.properties().get("status");
        Correlation correlation = new Correlation(object, before, schema);
        if (status != null && object.has("status")) {
            ValueValidator.validateUpdate(
                            status, object.value("status"), correlation.field("status"), "status")
                    .forEach(errors::add);
        }
        customScale().ifPresent(scale -> scale.validateStatus(object, errors));
        lists(object, before, errors);
        rules.validate(object, before, correlation, FieldPath.ROOT, errors);
    }

    /// What was broken before may stay so.
    private void lists(Fields object, Fields before, FieldErrors errors) {
        FieldErrors now = new FieldErrors();
        ListTypes.validate(object, schema, FieldPath.ROOT, now);
        if (now.isEmpty()) {
            return;
        }
        FieldErrors old = new FieldErrors();
        ListTypes.validate(before, schema, FieldPath.ROOT, old);
        if (old.isEmpty()) {
            errors.addAll(now);
        }
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        return Finalizers.warnings(object.fields("metadata"), List.of());
    }

    @Override
    public List<String> warningsOnUpdate(Fields object, Fields before) {
        return Finalizers.warnings(
                object.fields("metadata"), before.fields("metadata").list("finalizers"));
    }

    @Override
    public List<Column> columns() {
        return columns.columns();
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return columns.cells(object, now);
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return selectable;
    }

    @Override
    public String unknownSelectableField(String field) {
        return "field label not supported: " + field;
    }

    private Optional<CustomScale> customScale() {
        Fields scale = version.source().fields("subresources").fieldsOrNull("scale");
        return scale == null ? Optional.empty() : Optional.of(new CustomScale(scale));
    }

    @Override
    public @Nullable ScalePaths scale() {
        Fields scale = version.source().fields("subresources").fieldsOrNull("scale");
        return scale == null
                ? null
                : new ScalePaths(
                        steps(scale.string("specReplicasPath")),
                        steps(scale.string("statusReplicasPath")),
                        steps(scale.string("labelSelectorPath")),
                        false);
    }

    private static List<String> steps(String path) {
        String bare = path.startsWith(".") ? path.substring(1) : path;
        List<String> steps = new ArrayList<>();
        if (!bare.isEmpty()) {
            steps.addAll(Arrays.asList(bare.split("\\.")));
        }
        return steps;
    }
}
