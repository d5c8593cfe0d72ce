package io.djong.apiserver.openapi;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.resources.Resource;
import io.djong.descriptions.Descriptions;
import io.djong.meta.GroupVersion;
import io.djong.schema.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes documents when they are asked for. They are kept while memory allows, and made anew when other resources are
/// served than before. Safe for many threads; a document that two ask for at once may be made twice.
final class DocumentStore {

    /// The document of everything has no name in OpenAPI 3.
    private static final String ALL = "";

    private record Key(String name, Encoding encoding) {}

    /// @param resources what the document was made from
    private record Kept(List<Resource> resources, SoftReference<Packed> document) {}

    private final Supplier<Resources> resources;
    private final String gitVersion;
    private final MoreDefinitions more;
    private final Map<Key, Kept> kept = new ConcurrentHashMap<>();
    private volatile SoftReference<Descriptions> descriptions = new SoftReference<>(null);

    DocumentStore(Supplier<Resources> resources, String gitVersion, MoreDefinitions more) {
        this.resources = resources;
        this.gitVersion = gitVersion;
        this.more = more;
    }

    /// The names of the documents of OpenAPI 3, such as `apis/apps/v1`, in alphabetical order.
    Set<String> names() {
        Set<String> names = new TreeSet<>(List.of("api", "apis", "version"));
        for (GroupVersion version : resources.get().byVersion().keySet()) {
            names.add(GroupNames.root(version).substring(1));
            if (!version.group().isEmpty()) {
                names.add("apis/" + version.group());
            }
        }
        return names;
    }

    /// What changes when the document of that name does.
    String hash(String name) {
        List<Resource> described = described(name);
        if (Origins.areBuiltIn(described)) {
            return Origins.hash(name, gitVersion, described);
        }
        Packed json = find(name, Encoding.JSON);
        return json == null ? "" : json.hash();
    }

    String v2Hash() {
        List<Resource> described = resources.get().all();
        return Origins.areBuiltIn(described)
                ? Origins.hash(ALL, gitVersion, described)
                : v2(Encoding.JSON).hash();
    }

    private List<Resource> described(String name) {
        return resources.get().byVersion().getOrDefault(groupVersion(name), List.of());
    }

    /// The document of OpenAPI 3 of that name, or null.
    @Nullable Packed find(String name, Encoding encoding) {
        if (!names().contains(name)) {
            kept.keySet().removeIf(key -> key.name.equals(name));
            return null;
        }
        List<Resource> described = described(name);
        return document(
                new Key(name, encoding),
                Edition.V3,
                described,
                definitions -> items(name, described, definitions));
    }

    Packed v2(Encoding encoding) {
        return document(
                new Key(ALL, encoding),
                Edition.V2,
                resources.get().all(),
                definitions -> {
                    List<PathItem> items = new ArrayList<>();
                    for (String name : names()) {
                        items.addAll(items(name, described(name), definitions));
                    }
                    return items;
                });
    }

    private static GroupVersion groupVersion(String name) {
        String[] parts = name.split("/");
        return parts[0].equals("api")
                ? new GroupVersion("", parts.length > 1 ? parts[1] : "")
                : new GroupVersion(
                        parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
    }

    private static List<PathItem> items(
            String name, List<Resource> described, Definitions definitions) {
        GroupVersion version = groupVersion(name);
        if (!version.version().isEmpty()) {
            return PathItems.version(version, described, definitions);
        }
        return switch (name) {
            case "version" -> PathItems.version();
            case "api", "apis" -> PathItems.root(name.equals("api"));
            default -> PathItems.group(version.group());
        };
    }

    private interface Items {
        List<PathItem> of(Definitions definitions);
    }

    private Packed document(Key key, Edition edition, List<Resource> described, Items items) {
        Kept known = kept.get(key);
        Packed found =
                known == null || !known.resources.equals(described) ? null : known.document.get();
        if (found != null) {
            return found;
        }
        Definitions definitions =
                new Definitions(Schema.kubernetes(), edition, descriptions(), more);
        List<PathItem> paths = items.of(definitions);
        Packed made =
                Packed.of(out ->
                        Document.write(
                                edition,
                                gitVersion,
                                paths,
                                definitions,
                                writer(key.encoding, edition, out)));
        kept.put(key, new Kept(described, new SoftReference<>(made)));
        return made;
    }

    private static DocumentWriter writer(Encoding encoding, Edition edition, OutputStream out)
            throws IOException {
        return switch (encoding) {
            case JSON -> new JsonDocumentWriter(out);
            case PROTOBUF ->
                    new GnosticDocumentWriter(out, new GnosticEncoder(GnosticMessages.of(edition)));
        };
    }

    private Descriptions descriptions() {
        Descriptions known = descriptions.get();
        if (known == null) {
            known = Descriptions.read();
            descriptions = new SoftReference<>(known);
        }
        return known;
    }
}
