package io.djong.apiserver.openapi;

import io.djong.apiserver.discovery.Hashes;
import io.djong.apiserver.openapi.Operation.Answer;
import io.djong.apiserver.openapi.Operation.Body;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Writes path items down as OpenAPI 2. Parameters are told once and referred to, which makes the document a third of
/// what it would be. Confined to one thread.
///
/// @spec https://swagger.io/specification/v2/ OpenAPI 2.0
final class PathsV2 implements PathForm {

    /// Older clients look for these without following references.
    private static final Set<String> INLINE = Set.of("dryRun", "fieldValidation");

    private static final int HASH_LENGTH = 8;

    private final Map<String, Fields> shared = new TreeMap<>();
    private final Map<Parameter, Fields> written = new HashMap<>();

    @Override
    public Fields write(PathItem item) {
        List<Parameter> common = item.shared();
        Fields.Builder path = new Fields.Builder(item.operations().size() + 1);
        for (Operation operation : item.operations()) {
            path.add(operation.method(), operation(item.tag(), operation, common));
        }
        if (!common.isEmpty()) {
            path.add("parameters", common.stream().<@Nullable Object>map(this::parameter).toList());
        }
        return path.build();
    }

    /// The parameters that were referred to.
    @Override
    public Map<String, Fields> shared() {
        return shared;
    }

    private Fields operation(String tag, Operation operation, List<Parameter> common) {
        Fields.Builder written = new Fields.Builder(12);
        written.add("description", operation.text())
                .add("consumes", operation.consumes())
                .add("produces", operation.produces())
                .add("schemes", List.of("https"))
                .add("tags", List.of(tag))
                .add("operationId", operation.id());
        List<@Nullable Object> parameters = new ArrayList<>();
        Body body = operation.body();
        if (body != null) {
            parameters.add(body(body));
        }
        for (Parameter parameter : operation.parameters()) {
            if (!common.contains(parameter)) {
                parameters.add(parameter(parameter));
            }
        }
        if (!parameters.isEmpty()) {
            written.add("parameters", parameters);
        }
        Fields.Builder answers = new Fields.Builder(4);
        for (Answer answer : operation.answers()) {
            answers.add(
                    Integer.toString(answer.status()),
                    Fields.of(
                            "description",
                            answer.text(),
                            "schema",
                            PathForm.schema(answer, Edition.V2)));
        }
        written.add("responses", answers.add("401", PathForm.UNAUTHORIZED).build());
        PathForm.addExtensions(written, operation);
        return written.build();
    }

    private static Fields body(Body body) {
        Fields.Builder parameter = new Fields.Builder(4).add("in", "body").add("name", "body");
        if (body.required()) {
            parameter.add("required", true);
        }
        return parameter
                .add("schema", Fields.of("$ref", Edition.V2.reference(body.typeName())))
                .build();
    }

    private Fields parameter(Parameter parameter) {
        return written.computeIfAbsent(parameter, this::toFields);
    }

    private Fields toFields(Parameter parameter) {
        Fields.Builder builder =
                new Fields.Builder(6)
                        .add("description", parameter.text())
                        .add("in", parameter.in())
                        .add("name", parameter.name());
        if (parameter.isRequired()) {
            builder.add("required", true);
        }
        Fields whole = builder.add("type", parameter.type()).add("uniqueItems", true).build();
        if (INLINE.contains(parameter.name())) {
            return whole;
        }
        String hash = Hashes.sha512(Json.write(whole)).substring(0, HASH_LENGTH);
        String key = parameter.name() + "-" + hash;
        shared.put(key, whole);
        return Fields.of("$ref", "#/parameters/" + key);
    }
}
