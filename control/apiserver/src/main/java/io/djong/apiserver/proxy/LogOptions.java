package io.djong.apiserver.proxy;

import io.djong.apiserver.requests.Parameters;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;

/// What may be asked of a log.
final class LogOptions {

    private LogOptions() {}

    /// @throws io.djong.meta.ApiException 422 when a value is out of range
    static void validate(String pod, Parameters query) {
        FieldErrors errors = new FieldErrors();
        Long tail = query.number("tailLines");
        if (tail != null && tail < 0) {
            errors.invalid(FieldPath.of("tailLines"), tail, "must be greater than or equal to 0");
        }
        Long limit = query.number("limitBytes");
        if (limit != null && limit < 1) {
            errors.invalid(FieldPath.of("limitBytes"), limit, "must be greater than 0");
        }
        Long since = query.number("sinceSeconds");
        if (since != null && query.has("sinceTime")) {
            errors.forbidden(
                    FieldPath.ROOT,
                    "at most one of `sinceTime` or `sinceSeconds` may be specified");
        } else if (since != null && since < 1) {
            errors.invalid(FieldPath.of("sinceSeconds"), since, "must be greater than 0");
        }
        errors.throwIfAny("", "PodLogOptions", pod);
    }
}
