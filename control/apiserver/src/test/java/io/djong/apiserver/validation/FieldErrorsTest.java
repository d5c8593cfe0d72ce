package io.djong.apiserver.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FieldErrorsTest {

    private static final FieldPath SPEC = FieldPath.of("spec");

    private final FieldErrors errors = new FieldErrors();

    private List<String> texts() {
        return errors.all().stream().map(FieldError::toString).toList();
    }

    @Test
    void wordsEachSortOfErrorAsUpstreamDoes() {
        errors.invalid(SPEC.child("replicas"), -1L, "must be greater than or equal to 0");
        errors.required(SPEC.child("containers"), "");
        errors.notSupported(SPEC.child("type"), "x", "a", "b");
        errors.forbidden(SPEC, "may not be changed");
        errors.duplicate(SPEC.child("ports").index(1).child("name"), "http");
        errors.tooLong(FieldPath.of("metadata", "annotations"), 262144);
        errors.tooMany(SPEC.child("items"), 5, 3);
        errors.immutable(SPEC.child("selector"), Fields.of("app", "b"), Fields.of("app", "a"));
        errors.notFound(SPEC.child("volume").key("v"), "v");

        assertThat(texts())
                .containsExactly(
                        "spec.replicas: Invalid value: -1: must be greater than or equal to 0",
                        "spec.containers: Required value",
                        "spec.type: Unsupported value: \"x\": supported values: \"a\", \"b\"",
                        "spec: Forbidden: may not be changed",
                        "spec.ports[1].name: Duplicate value: \"http\"",
                        "metadata.annotations: Too long: may not be more than 262144 bytes",
                        "spec.items: Too many: 5: must have at most 3 items",
                        "spec.selector: Invalid value: {\"app\":\"b\"}: field is immutable",
                        "spec.volume[v]: Not found: \"v\"");
    }

    @Test
    void saysEqualThingsOnceButCountsThemAll() {
        errors.required(SPEC.child("a"), "");
        errors.required(SPEC.child("a"), "");

        Failure failure = errors.invalid("apps", "Deployment", "web");

        assertThat(failure.message())
                .isEqualTo("Deployment.apps \"web\" is invalid: spec.a: Required value");
        assertThat(Objects.requireNonNull(failure.details()).causes()).hasSize(2);
    }
}
