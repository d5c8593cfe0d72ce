package io.djong.apiserver.openapi;

import io.djong.apiserver.openapi.Operation.Answer;
import io.djong.meta.tree.Fields;
import java.util.Map;

/// How an edition of OpenAPI writes path items down.
interface PathForm {

    Fields UNAUTHORIZED = Fields.of("description", "Unauthorized");

    static PathForm of(Edition edition) {
        return switch (edition) {
            case V2 -> new PathsV2();
            case V3 -> new PathsV3();
        };
    }

    Fields write(PathItem item);

    /// The parameters that the items written so far refer to.
    Map<String, Fields> shared();

    static Fields schema(Answer answer, Edition edition) {
        return answer.typeName().isEmpty()
                ? Fields.of("type", "string")
                : Fields.of("$ref", edition.reference(answer.typeName()));
    }

    static void addExtensions(Fields.Builder written, Operation operation) {
        Fields kind = operation.kind();
        if (kind != null) {
            written.add("x-kubernetes-action", operation.action())
                    .add("x-kubernetes-group-version-kind", kind);
        }
    }
}
