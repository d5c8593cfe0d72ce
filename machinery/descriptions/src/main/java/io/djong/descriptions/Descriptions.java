package io.djong.descriptions;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.InflaterInputStream;

/// The texts about types and fields. Reading them takes some milliseconds and about a megabyte, so whoever needs them
/// rarely reads them when they are needed and lets go afterwards.
public final class Descriptions {

    /// Beside this class: pairs of type and texts, deflated.
    public static final String RESOURCE = "kubernetes.descriptions";

    private static final TypeText UNKNOWN = new TypeText("", Map.of());

    /// @param text "" when there is none
    private record TypeText(String text, Map<String, String> fields) {}

    private final Map<String, TypeText> types;

    private Descriptions(Map<String, TypeText> types) {
        this.types = types;
    }

    /// The texts that were collected when this was built.
    public static Descriptions read() {
        try (InputStream resource =
                        Objects.requireNonNull(
                                Descriptions.class.getResourceAsStream(RESOURCE), RESOURCE);
                DataInputStream in = new DataInputStream(new InflaterInputStream(resource))) {
            int count = in.readInt();
            Map<String, TypeText> types = HashMap.newHashMap(count);
            for (int i = 0; i < count; i++) {
                String name = in.readUTF();
                String text = in.readUTF();
                int fieldCount = in.readInt();
                Map<String, String> fields = HashMap.newHashMap(fieldCount);
                for (int field = 0; field < fieldCount; field++) {
                    fields.put(in.readUTF(), in.readUTF());
                }
                types.put(name, new TypeText(text, fields));
            }
            return new Descriptions(types);
        } catch (IOException failure) {
            throw new UncheckedIOException("read " + RESOURCE, failure);
        }
    }

    /// What the type is, or "" when nobody said.
    ///
    /// @param typeName the full name: `io.k8s.api.core.v1.PodSpec`
    public String ofType(String typeName) {
        return types.getOrDefault(typeName, UNKNOWN).text();
    }

    /// What the field is for, or "" when nobody said.
    public String ofField(String typeName, String field) {
        return types.getOrDefault(typeName, UNKNOWN).fields().getOrDefault(field, "");
    }
}
