package io.djong.schema.records;

import io.djong.schema.KindFacts;
import java.util.Collection;

/// The source of `Kinds`, the list of all typed kinds.
final class KindsSource {

    private KindsSource() {}

    static String text(Collection<KindFacts> kinds) {
        StringBuilder out = new StringBuilder();
        out.append("package io.djong.api;\n\n");
        out.append(
                "/// Every kind with a typed record; made on the first call, because it loads them all.\n");
        out.append("public final class Kinds {\n\n    private Kinds() {}\n\n");
        out.append(
                "    public static java.util.List<io.djong.meta.Kind<? extends ApiObject<?>>> all() {\n");
        out.append("        return java.util.List.of(");
        String separator = "\n";
        for (KindFacts kind : kinds) {
            out.append(separator)
                    .append("                ")
                    .append(JavaNames.classOf(kind.typeName()))
                    .append(".KIND");
            separator = ",\n";
        }
        return out.append(");\n    }\n}\n").toString();
    }
}
