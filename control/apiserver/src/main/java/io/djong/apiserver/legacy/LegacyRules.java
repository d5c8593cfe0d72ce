package io.djong.apiserver.legacy;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.ScalePaths;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The rules of today's kind, for documents of an old version.
final class LegacyRules implements KindRules {

    private final KindRules rules;
    private final LegacyConversion conversion;

    LegacyRules(KindRules rules, LegacyConversion conversion) {
        this.rules = rules;
        this.conversion = conversion;
    }

    private Fields today(Fields old) {
        return conversion.toToday(old);
    }

    /// Changes a document in today's form. One that stays as it is comes back untouched.
    private Fields changed(Fields old, UnaryOperator<Fields> change) {
        Fields before = today(old);
        Fields after = change.apply(before);
        return after.equals(before) ? old : conversion.toOld(after);
    }

    @Override
    public Fields defaults(Fields object) {
        return changed(conversion.defaulted(object), rules::defaults);
    }

    @Override
    public Names.Rule nameRule() {
        return rules.nameRule();
    }

    @Override
    public Names.Rule nameRule(Fields object) {
        return rules.nameRule(today(object));
    }

    @Override
    public boolean hasGeneration() {
        return rules.hasGeneration();
    }

    @Override
    public boolean orphansByDefault() {
        return rules.orphansByDefault();
    }

    @Override
    public boolean createsOnUpdate() {
        return rules.createsOnUpdate();
    }

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        return changed(object, now -> rules.prepareForCreate(now, context));
    }

    @Override
    public boolean keepsStatusOnCreate() {
        return rules.keepsStatusOnCreate();
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return changed(object, now -> rules.prepareForUpdate(now, today(before), context));
    }

    @Override
    public Fields prepareForStatusUpdate(Fields object, Fields before, RequestContext context) {
        return changed(object, now -> rules.prepareForStatusUpdate(now, today(before), context));
    }

    @Override
    public Fields specOf(Fields object) {
        return rules.specOf(today(object));
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        rules.validateCreate(conversion.toValidate(object), errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        rules.validateUpdate(conversion.toValidate(object), conversion.toValidate(before), errors);
    }

    @Override
    public void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {
        rules.validateStatusUpdate(today(object), today(before), errors);
    }

    @Override
    public void validatePart(String subresource, Fields object, Fields before, FieldErrors errors) {
        rules.validatePart(subresource, today(object), today(before), errors);
    }

    @Override
    public List<String> warningsOnCreate(Fields object) {
        return rules.warningsOnCreate(today(object));
    }

    @Override
    public List<String> warningsOnUpdate(Fields object, Fields before) {
        return rules.warningsOnUpdate(today(object), today(before));
    }

    @Override
    public Fields beginCreate(Fields object, RequestContext context) {
        return changed(object, now -> rules.beginCreate(now, context));
    }

    @Override
    public Fields beginUpdate(Fields object, Fields before, RequestContext context) {
        return changed(object, now -> rules.beginUpdate(now, today(before), context));
    }

    @Override
    public void afterDelete(Fields object, RequestContext context) {
        rules.afterDelete(today(object), context);
    }

    @Override
    public List<Column> columns() {
        return rules.columns();
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return rules.cells(today(object), now);
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        Map<String, Function<Fields, String>> fields = new HashMap<>();
        rules.selectableFields()
                .forEach((name, read) -> fields.put(name, old -> read.apply(today(old))));
        return fields;
    }

    @Override
    public String unknownSelectableField(String field) {
        return rules.unknownSelectableField(field);
    }

    @Override
    public @Nullable ScalePaths scale() {
        return rules.scale();
    }

    @Override
    public boolean updatesUnconditionally() {
        return rules.updatesUnconditionally();
    }

    @Override
    public @Nullable Long graceSeconds(Fields object, @Nullable Long requested) {
        return rules.graceSeconds(today(object), requested);
    }

    @Override
    public @Nullable String warningOnDelete(String propagation) {
        return rules.warningOnDelete(propagation);
    }

    @Override
    public Fields beginDelete(Fields object, RequestContext context) {
        return changed(object, now -> rules.beginDelete(now, context));
    }

    @Override
    public boolean staysWhileDeleting(Fields object) {
        return rules.staysWhileDeleting(today(object));
    }
}
