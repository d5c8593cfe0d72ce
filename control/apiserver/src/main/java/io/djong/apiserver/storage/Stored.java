package io.djong.apiserver.storage;

import io.djong.meta.tree.Fields;
import io.djong.store.Entry;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/// An object at a revision.
public record Stored(String key, StoredObject object, long revision) {

    public static Stored of(Entry entry) {
        return new Stored(entry.key(), (StoredObject) entry.value(), entry.modified());
    }

    public Fields tree() {
        return object.tree(revision);
    }

    public Fields metadata() {
        return tree().fields("metadata");
    }

    /// The protobuf message, which is encoded once however often it is sent.
    public byte[] protobuf(Function<Fields, byte[]> encoder) {
        return object.protobuf(revision, encoder);
    }

    public byte[] revisionBytes() {
        return Long.toString(revision).getBytes(StandardCharsets.US_ASCII);
    }

    /// The whole JSON document.
    public byte[] json() {
        byte[] bytes = object.bytes();
        byte[] digits = revisionBytes();
        int at = object.spliceAt();
        byte[] whole = new byte[bytes.length + digits.length];
        System.arraycopy(bytes, 0, whole, 0, at);
        System.arraycopy(digits, 0, whole, at, digits.length);
        System.arraycopy(bytes, at, whole, at + digits.length, bytes.length - at);
        return whole;
    }
}
