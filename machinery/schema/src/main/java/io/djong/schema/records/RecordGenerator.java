package io.djong.schema.records;

import io.djong.schema.Field;
import io.djong.schema.KindFacts;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes one record a type: a typed view of a document, with an accessor and a `with` method a field.
///
/// Only types that today's kinds reach are written; versions that upstream removed are converted before anything looks at them.
public final class RecordGenerator {

    private static final String META = "io.k8s.apimachinery.pkg.apis.meta.v1.";

    /// Types that no kind reaches and our code still uses.
    private static final List<String> ALSO =
            List.of(
                    META + "Status",
                    META + "DeleteOptions",
                    META + "LabelSelector",
                    META + "Condition",
                    "io.k8s.api.authentication.v1.TokenRequest",
                    "io.k8s.api.autoscaling.v1.Scale",
                    "io.k8s.api.core.v1.Binding");

    private final Schema schema;
    private final Path target;

    private RecordGenerator(Schema schema, Path target) {
        this.schema = schema;
        this.target = target;
    }

    /// @param arguments the folder to write into
    public static void main(String[] arguments) throws IOException {
        new RecordGenerator(Schema.kubernetes(), Path.of(arguments[0])).run();
    }

    private void run() throws IOException {
        Map<String, KindFacts> kinds = new TreeMap<>();
        for (KindFacts kind : schema.kinds()) {
            if (kind.isResource()
                    && !kind.isRemoved()
                    && !kind.groupVersion().version().contains("alpha")) {
                kinds.put(kind.typeName(), kind);
            }
        }
        // v1beta1 of the CRD type is converted like the removed versions.
        kinds.remove(
                "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1beta1.CustomResourceDefinition");
        Set<String> packages = new TreeSet<>();
        for (String typeName : reachable(kinds.keySet())) {
            StructType type = schema.type(typeName);
            String packageName = JavaNames.packageOf(typeName);
            packages.add(packageName);
            write(
                    packageName,
                    type.simpleName(),
                    new RecordSource(type, kinds.get(typeName)).text());
        }
        for (String packageName : packages) {
            write(packageName, "package-info", packageInfo(packageName));
        }
        write("io.djong.api", "Kinds", KindsSource.text(kinds.values()));
    }

    private static String packageInfo(String packageName) {
        return "/// Kinds generated from the schema.\n@org.jspecify.annotations.NullMarked\npackage "
                + packageName
                + ";\n";
    }

    private Set<String> reachable(Set<String> roots) {
        Set<String> found = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(roots);
        open.addAll(ALSO);
        while (!open.isEmpty()) {
            String name = open.pop();
            if (found.add(name)) {
                for (Field field : schema.type(name).declared()) {
                    open.addAll(references(field.type()));
                }
            }
        }
        return found;
    }

    private static List<String> references(ValueType type) {
        List<String> names = new ArrayList<>();
        switch (type) {
            case ValueType.Ref(String name, _) -> names.add(name);
            case ValueType.ListOf(ValueType element) -> names.addAll(references(element));
            case ValueType.MapOf(ValueType value) -> names.addAll(references(value));
            case ValueType.Scalar _, ValueType.Special _ -> {}
        }
        return names;
    }

    /// Leaves a file that is already right untouched, so that the compiler has nothing to do.
    private void write(String packageName, String name, String text) throws IOException {
        Path file = target.resolve(packageName.replace('.', '/')).resolve(name + ".java");
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            return;
        }
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
