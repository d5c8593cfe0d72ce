package io.djong.apiserver.verbs;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.meta.tree.Fields;
import io.djong.wire.DocumentDecoder;
import io.djong.wire.managed.ManagedFields;
import io.djong.wire.managed.MergeType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Field ownership of documents that are answered and never stored: reviews and token requests.
public record OwnedDocument(BodyDecoder.Expected expected) implements ManagedFields.Versions {

    /// The document with `metadata.managedFields`, as its sender owns it.
    public Fields ofNew(Call call, WriteOptions options, Fields document, Instant now) {
        return ManagedFields.update(this, null, document, writer(call, options), now);
    }

    /// `changed` as its sender owns it.
    public Fields ofChanged(
            Call call, WriteOptions options, Fields before, Fields changed, Instant now) {
        return ManagedFields.update(this, before, changed, writer(call, options), now);
    }

    private ManagedFields.Writer writer(Call call, WriteOptions options) {
        String manager = options.fieldManager();
        return new ManagedFields.Writer(
                manager.isEmpty() ? call.defaultFieldManager() : manager,
                expected.groupVersion().toString(),
                call.info().subresource());
    }

    @Override
    public @Nullable MergeType type(String apiVersion) {
        return apiVersion.equals(expected.groupVersion().toString())
                ? MergeType.of(expected.type())
                : null;
    }

    @Override
    public Fields convert(Fields object, String apiVersion) {
        return object;
    }

    @Override
    public Fields empty(String apiVersion) {
        return BodyDecoder.identified(
                DocumentDecoder.decode(expected.type(), Fields.EMPTY).tree(), expected);
    }
}
