package io.djong.descriptions.build;

import io.djong.descriptions.Descriptions;
import io.djong.schema.Field;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes the resource of [Descriptions]: `DescriptionCollector <directory of classes>`.
public final class DescriptionCollector {

    private static final String MODELS = "io/kubernetes/client/openapi/models/";

    /// The least that has to be found, so that a client whose classes look different stops the build.
    private static final int TYPES_MIN = 500;

    private DescriptionCollector() {}

    public static void main(String[] args) throws IOException {
        Map<String, ClientModel> found = new TreeMap<>();
        for (String name : Schema.kubernetes().typeNames()) {
            ClientModel model = find(Schema.kubernetes().type(name));
            if (model != null) {
                found.put(name, model);
            }
        }
        if (found.size() < TYPES_MIN) {
            throw new IllegalStateException(
                    "found texts of %d types, expected at least %d"
                            .formatted(found.size(), TYPES_MIN));
        }
        Path resource = Path.of(args[0], "io/djong/descriptions", Descriptions.RESOURCE);
        Files.createDirectories(resource.getParent());
        try (OutputStream out = Files.newOutputStream(resource)) {
            write(found, out);
        }
    }

    /// The client names a type by version and name, and puts the group before it when two groups have one of that name.
    private static @Nullable ClientModel find(StructType type) throws IOException {
        String[] parts = type.name().split("\\.");
        String group = parts[parts.length - 3];
        String version = capitalized(parts[parts.length - 2]);
        for (String className :
                List.of(
                        capitalized(group) + version + type.simpleName(),
                        version + type.simpleName())) {
            try (InputStream in =
                    DescriptionCollector.class
                            .getClassLoader()
                            .getResourceAsStream(MODELS + className + ".class")) {
                if (in != null) {
                    ClientModel model = ClientModel.parse(in.readAllBytes());
                    if (describes(model, type)) {
                        return model;
                    }
                }
            }
        }
        return null;
    }

    private static boolean describes(ClientModel model, StructType type) {
        return type.fields().stream().map(Field::name).allMatch(model.fields()::containsKey);
    }

    private static String capitalized(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static void write(Map<String, ClientModel> found, OutputStream to) throws IOException {
        Deflater best = new Deflater(Deflater.BEST_COMPRESSION);
        try (DataOutputStream out = new DataOutputStream(new DeflaterOutputStream(to, best))) {
            out.writeInt(found.size());
            for (Map.Entry<String, ClientModel> entry : found.entrySet()) {
                ClientModel model = entry.getValue();
                Map<String, String> said = new TreeMap<>(model.fields());
                said.values().removeIf(String::isEmpty);
                out.writeUTF(entry.getKey());
                out.writeUTF(model.description());
                out.writeInt(said.size());
                for (Map.Entry<String, String> field : said.entrySet()) {
                    out.writeUTF(field.getKey());
                    out.writeUTF(field.getValue());
                }
            }
        } finally {
            best.end();
        }
    }
}
