package io.djong.apiserver.resources.apiextensions;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.structural.Formats;
import io.djong.apiserver.validation.GoText;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What a schema says that has no effect.
final class SchemaWarnings {

    private SchemaWarnings() {}

    static List<String> of(Fields spec) {
        Set<String> warnings = new LinkedHashSet<>();
        for (Fields version : Trees.objects(spec, "versions")) {
            Fields schema = InternalSpec.schema(version.fieldsOrNull("schema"));
            if (schema != null) {
                SchemaWalk.visit(schema, node -> format(node, warnings));
            }
        }
        return new ArrayList<>(warnings);
    }

    private static void format(Fields node, Set<String> warnings) {
        String format = node.string("format");
        if (!format.isEmpty() && !Formats.isKnown(node.string("type"), format)) {
            warnings.add("unrecognized format " + GoText.quote(format));
        }
    }
}
