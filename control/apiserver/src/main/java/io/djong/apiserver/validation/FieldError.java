package io.djong.apiserver.validation;

import io.djong.meta.Failure;

/// One thing that is wrong with one field.
///
/// @param body the text behind the path: `Invalid value: -1: must be greater than or equal to 0`
public record FieldError(Type type, String field, String body) {

    /// The closed list of causes, with their texts.
    ///
    /// @spec https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ Status
    public enum Type {
        NOT_FOUND("FieldValueNotFound", "Not found"),
        REQUIRED("FieldValueRequired", "Required value"),
        DUPLICATE("FieldValueDuplicate", "Duplicate value"),
        INVALID("FieldValueInvalid", "Invalid value"),
        NOT_SUPPORTED("FieldValueNotSupported", "Unsupported value"),
        FORBIDDEN("FieldValueForbidden", "Forbidden"),
        TOO_LONG("FieldValueTooLong", "Too long"),
        TOO_MANY("FieldValueTooMany", "Too many"),
        INTERNAL("InternalError", "Internal error"),
        TYPE_INVALID("FieldValueTypeInvalid", "Invalid value");

        private final String reason;
        private final String text;

        Type(String reason, String text) {
            this.reason = reason;
            this.text = text;
        }

        public String reason() {
            return reason;
        }

        public String text() {
            return text;
        }
    }

    public Failure.Cause cause() {
        return new Failure.Cause(type.reason, body, field);
    }

    @Override
    public String toString() {
        return field + ": " + body;
    }
}
