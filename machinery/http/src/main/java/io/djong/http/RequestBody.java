package io.djong.http;

import java.io.InputStream;

/// What a request carries.
public sealed interface RequestBody {

    record None() implements RequestBody {}

    /// Bytes that must not change any more; sent without copying.
    @SuppressWarnings("ArrayRecordComponent")
    record Bytes(byte[] bytes) implements RequestBody {}

    /// Whatever comes out of `in`, read by the sending thread before the answer is awaited; `length` -1 when unknown.
    record Stream(InputStream in, long length) implements RequestBody {}
}
