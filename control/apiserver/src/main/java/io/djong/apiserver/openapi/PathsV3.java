package io.djong.apiserver.openapi;

import io.djong.apiserver.openapi.Operation.Answer;
import io.djong.apiserver.openapi.Operation.Body;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes path items down as OpenAPI 3.
///
/// @spec https://spec.openapis.org/oas/v3.0.0 OpenAPI 3.0
final class PathsV3 implements PathForm {

    @Override
    public Fields write(PathItem item) {
        List<Parameter> common = item.shared();
        Fields.Builder path = new Fields.Builder(item.operations().size() + 1);
        for (Operation operation : item.operations()) {
            path.add(operation.method(), operation(item.tag(), operation, common));
        }
        if (!common.isEmpty()) {
            path.add("parameters", parameters(common));
        }
        return path.build();
    }

    /// Nothing: every path says all about itself.
    @Override
    public Map<String, Fields> shared() {
        return Map.of();
    }

    private static Fields operation(String tag, Operation operation, List<Parameter> common) {
        Fields.Builder written = new Fields.Builder(10);
        written.add("tags", List.of(tag))
                .add("description", operation.text())
                .add("operationId", operation.id());
        List<Parameter> own =
                operation.parameters().stream().filter(one -> !common.contains(one)).toList();
        if (!own.isEmpty()) {
            written.add("parameters", parameters(own));
        }
        Body body = operation.body();
        if (body != null) {
            written.add("requestBody", body(body, operation.consumes()));
        }
        Fields.Builder answers = new Fields.Builder(4);
        for (Answer answer : operation.answers()) {
            answers.add(
                    Integer.toString(answer.status()),
                    Fields.of(
                            "description",
                            answer.text(),
                            "content",
                            content(PathForm.schema(answer, Edition.V3), operation.produces())));
        }
        written.add("responses", answers.add("401", PathForm.UNAUTHORIZED).build());
        PathForm.addExtensions(written, operation);
        return written.build();
    }

    private static List<@Nullable Object> parameters(List<Parameter> parameters) {
        return parameters.stream().<@Nullable Object>map(PathsV3::parameter).toList();
    }

    private static Fields parameter(Parameter parameter) {
        Fields.Builder written =
                new Fields.Builder(5)
                        .add("description", parameter.text())
                        .add("in", parameter.in())
                        .add("name", parameter.name());
        if (parameter.isRequired()) {
            written.add("required", true);
        }
        return written.add("schema", Fields.of("type", parameter.type(), "uniqueItems", true))
                .build();
    }

    private static Fields body(Body body, List<String> types) {
        Fields schema = Fields.of("$ref", Edition.V3.reference(body.typeName()));
        Fields.Builder written = new Fields.Builder(2).add("content", content(schema, types));
        if (body.required()) {
            written.add("required", true);
        }
        return written.build();
    }

    private static Fields content(Fields schema, List<String> types) {
        Fields.Builder content = new Fields.Builder(types.size());
        Fields held = Fields.of("schema", schema);
        types.forEach(type -> content.add(type, held));
        return content.build();
    }
}
