package io.djong.apiserver.resources.dynamic;

import static io.djong.apiserver.resources.Defaulting.each;
import static io.djong.apiserver.resources.Defaulting.orElse;
import static io.djong.apiserver.resources.Defaulting.within;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/scheduling-eviction/dynamic-resource-allocation/ Dynamic Resource Allocation
final class ResourceSliceResource implements KindRules {

    @Override
    public Fields prepareForCreate(Fields object, RequestContext context) {
        String now = Times.seconds(context.now());
        return within(
                object,
                "spec",
                spec ->
                        each(
                                spec,
                                "devices",
                                device ->
                                        each(
                                                device,
                                                "taints",
                                                taint -> orElse(taint, "timeAdded", now))));
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        return prepareForCreate(object, context);
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        SliceValidation.validate(object, null, errors);
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        SliceValidation.validate(object, before, errors);
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.of(
                "spec.nodeName", object -> object.fields("spec").string("nodeName"),
                "spec.driver", object -> object.fields("spec").string("driver"));
    }

    @Override
    public List<Column> columns() {
        return List.of(
                Column.NAME,
                Column.string("Node"),
                Column.string("Driver"),
                Column.string("Pool"),
                Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        Fields spec = object.fields("spec");
        return List.of(
                Trees.name(object),
                spec.string("nodeName"),
                spec.string("driver"),
                spec.fields("pool").string("name"),
                Ages.age(object, now));
    }
}
