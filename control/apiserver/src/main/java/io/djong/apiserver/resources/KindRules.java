package io.djong.apiserver.resources;

import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.GoText;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is special about one kind. Every method has the answer of a kind without anything special, so a kind's file
/// says only what differs. Trees are of the kind's served version; a method that changes one returns the changed one.
///
/// The order in a create: [#defaults], [#prepareForCreate], admission, [#defaults] of what admission added,
/// metadata rules, [#validateCreate], [#beginCreate], store. In an update: [#defaults], [#prepareForUpdate] (or its
/// subresource's), metadata rules, [#validateUpdate], store.
public interface KindRules {

    /// A kind without rules of its own.
    KindRules NONE = new KindRules() {};

    /// Sets what upstream's defaulting sets; runs on every document that comes in. Must be idempotent.
    default Fields defaults(Fields object) {
        return object;
    }

    /// The rule for `metadata.name`.
    default Names.Rule nameRule() {
        return Names.Rule.SUBDOMAIN;
    }

    /// The same, for kinds whose names follow from what else they say.
    default Names.Rule nameRule(Fields object) {
        return nameRule();
    }

    /// Whether `metadata.generation` counts the changes of what users want. Kinds without rules of their own are listed in
    /// the catalog; so are those of the next two.
    default boolean hasGeneration() {
        return false;
    }

    /// Whether a delete without a policy leaves dependents alone.
    default boolean orphansByDefault() {
        return false;
    }

    /// Whether a PUT to a name that is not there creates it.
    default boolean createsOnUpdate() {
        return false;
    }

    /// Drops what a creator may not set. The caller has dropped `status` and set `generation` before.
    default Fields prepareForCreate(Fields object, RequestContext context) {
        return object;
    }

    /// Whether a creator says the status too. Then the caller does not drop it.
    default boolean keepsStatusOnCreate() {
        return false;
    }

    /// Keeps what an updater may not change. The caller has put the old `status` back before; afterwards it bumps
    /// `generation` when [#specOf] changed.
    default Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return object;
    }

    /// As [#prepareForUpdate], for the subresource `status`. The caller has put everything but `status` back and
    /// `metadata` as upstream does.
    default Fields prepareForStatusUpdate(Fields object, Fields before, RequestContext context) {
        return object;
    }

    /// What counts for `generation`: everything but `metadata` and `status`.
    default Fields specOf(Fields object) {
        return object.without("metadata").without("status").without("apiVersion").without("kind");
    }

    default void validateCreate(Fields object, FieldErrors errors) {}

    /// Runs on updates; `validateCreate` does not run then, call it where upstream does.
    default void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validateCreate(object, errors);
    }

    default void validateStatusUpdate(Fields object, Fields before, FieldErrors errors) {}

    /// As [#validateUpdate], for the other subresources that change an object.
    default void validatePart(
            String subresource, Fields object, Fields before, FieldErrors errors) {}

    /// Texts for `Warning` headers.
    default List<String> warningsOnCreate(Fields object) {
        return List.of();
    }

    default List<String> warningsOnUpdate(Fields object, Fields before) {
        return warningsOnCreate(object);
    }

    /// Takes what the object needs from elsewhere (addresses, ports), before the object is stored. What was taken is
    /// given back through [RequestContext#onFailure]; with [RequestContext#dryRun] nothing is taken.
    default Fields beginCreate(Fields object, RequestContext context) {
        return object;
    }

    /// As [#beginCreate], for updates.
    default Fields beginUpdate(Fields object, Fields before, RequestContext context) {
        return object;
    }

    /// Runs after an object has left the store.
    default void afterDelete(Fields object, RequestContext context) {}

    default List<Column> columns() {
        return List.of(Column.NAME, new Column("Created At", "date", "", 0));
    }

    /// One for each column: string, number, boolean or null.
    default List<@Nullable Object> cells(Fields object, Instant now) {
        Fields metadata = object.fields("metadata");
        return List.of(metadata.string("name"), metadata.string("creationTimestamp"));
    }

    /// Fields that field selectors may name beyond `metadata.name` and `metadata.namespace`, and how to read each.
    default Map<String, Function<Fields, String>> selectableFields() {
        return Map.of();
    }

    /// What a client hears that asks for another field.
    default String unknownSelectableField(String field) {
        return selectableFields().isEmpty()
                ? GoText.quote(field)
                        + " is not a known field selector: only \"metadata.name\", \"metadata.namespace\""
                : "field label not supported: " + field;
    }

    /// Where `scale` reads and writes, or null for kinds that do not scale.
    default @Nullable ScalePaths scale() {
        return null;
    }

    /// Whether a PUT without `metadata.resourceVersion` overwrites.
    default boolean updatesUnconditionally() {
        return true;
    }

    /// How long the object stays after it was asked to go; null when the kind knows no grace.
    ///
    /// @param requested the grace period that the caller asked for, or null
    default @Nullable Long graceSeconds(Fields object, @Nullable Long requested) {
        return null;
    }

    /// A text for the `Warning` header of a delete, or null.
    ///
    /// @param propagation the policy asked for, "" when none
    default @Nullable String warningOnDelete(String propagation) {
        return null;
    }

    /// Changes the object as its deletion begins: Namespace and Pod have states for it.
    default Fields beginDelete(Fields object, RequestContext context) {
        return object;
    }

    /// Whether the beginning of its deletion counts as a change of the object.
    default boolean countsDeletion() {
        return true;
    }

    /// Whether more than `metadata.finalizers` keeps an object that is to go.
    default boolean staysWhileDeleting(Fields object) {
        return false;
    }

    /// Name and age, the columns most kinds begin and end with.
    static List<@Nullable Object> nameAndAge(Fields object, Instant now) {
        return List.of(object.fields("metadata").string("name"), Ages.age(object, now));
    }
}
