package io.djong.apiserver.storage;

import io.djong.meta.tree.Fields;
import io.djong.store.Value;
import io.djong.wire.Json;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// An object as the store keeps it: canonical JSON with an empty `metadata.resourceVersion`, into which the revision is
/// spliced when the object is sent. Nothing else of an answer is ever encoded again.
///
/// The tree is made when somebody asks for it and shared as long as somebody holds it: trees take several times the
/// memory of the bytes, so nothing here keeps them alive. The protobuf form is kept beside until memory is short.
public final class StoredObject implements Value {

    /// Makes the values that an engine recovers from disk.
    public static final Value.Factory FACTORY = (key, bytes) -> new StoredObject(bytes, null);

    private static final byte[] EMPTY_REVISION =
            "\"resourceVersion\":\"\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] METADATA = "\"metadata\":".getBytes(StandardCharsets.US_ASCII);

    private final byte[] bytes;
    private volatile @Nullable WeakReference<Fields> tree;
    private volatile @Nullable Revised revised;
    private volatile @Nullable SoftReference<Encoded> protobuf;
    private volatile @Nullable Fields labels;
    private volatile @Nullable MetadataSpan span;

    /// The tree with its revision.
    private record Revised(long revision, WeakReference<Fields> tree) {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Encoded(long revision, byte[] bytes) {}

    private StoredObject(byte[] bytes, @Nullable Fields tree) {
        this.bytes = bytes;
        this.tree = tree == null ? null : new WeakReference<>(tree);
    }

    /// @param tree canonical: schema order, `metadata.resourceVersion` is set to "" here
    public static StoredObject of(Fields tree) {
        Fields unversioned =
                tree.with("metadata", Metadata.withRevision(tree.fields("metadata"), ""));
        return new StoredObject(Json.write(unversioned), unversioned);
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    /// The document without a revision.
    public Fields tree() {
        WeakReference<Fields> known = tree;
        Fields cached = known == null ? null : known.get();
        if (cached == null) {
            cached = Json.parseObject(bytes);
            tree = new WeakReference<>(cached);
        }
        return cached;
    }

    /// The document as of `revision`; the same instance for everybody who asks for the same revision while one holds it.
    public Fields tree(long revision) {
        Revised known = revised;
        Fields cached = known == null || known.revision != revision ? null : known.tree.get();
        if (cached == null) {
            Fields base = tree();
            cached =
                    base.with(
                            "metadata",
                            base.fields("metadata")
                                    .with("resourceVersion", Long.toString(revision)));
            revised = new Revised(revision, new WeakReference<>(cached));
        }
        return cached;
    }

    /// Kept for good, because selectors ask for them again and again.
    public Fields labels() {
        Fields known = labels;
        if (known == null) {
            known = tree().fields("metadata").fields("labels");
            labels = known;
        }
        return known;
    }

    /// The protobuf form as of `revision`, without an envelope, made by `encoder` when first asked for.
    byte[] protobuf(long revision, Function<Fields, byte[]> encoder) {
        SoftReference<Encoded> known = protobuf;
        Encoded cached = known == null ? null : known.get();
        if (cached == null || cached.revision != revision) {
            cached = new Encoded(revision, encoder.apply(tree(revision)));
            protobuf = new SoftReference<>(cached);
        }
        return cached.bytes;
    }

    /// Where the value of `metadata` lies in the bytes.
    public MetadataSpan metadata() {
        MetadataSpan known = span;
        if (known == null) {
            known = MetadataSpan.of(bytes, bodyAt() + METADATA.length);
            span = known;
        }
        return known;
    }

    /// The document as far as the cells of a table need it: without a revision and perhaps without its managed fields, which
    /// are half of most objects.
    public Fields summary() {
        WeakReference<Fields> known = tree;
        Fields cached = known == null ? null : known.get();
        if (cached != null) {
            return cached;
        }
        MetadataSpan span = metadata();
        return span.hasManagedFields()
                ? Json.parseObject(span.withoutManagedFields(bytes))
                : tree();
    }

    /// Where the digits of the revision go.
    public int spliceAt() {
        return indexOf(bytes, EMPTY_REVISION, 0) + EMPTY_REVISION.length - 1;
    }

    /// Where the fields behind `kind` and `apiVersion` begin: items of lists come without these two.
    public int bodyAt() {
        return indexOf(bytes, METADATA, 0);
    }

    private static int indexOf(byte[] text, byte[] part, int from) {
        int last = text.length - part.length;
        for (int i = from; i <= last; i++) {
            int j = 0;
            while (j < part.length && text[i + j] == part[j]) {
                j++;
            }
            if (j == part.length) {
                return i;
            }
        }
        throw new IllegalStateException(
                "stored object has no " + new String(part, StandardCharsets.US_ASCII));
    }
}
