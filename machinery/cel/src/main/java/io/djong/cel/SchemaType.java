package io.djong.cel;

import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What a schema says of a value: its type for the checker, and how large it can be for estimated costs.
///
/// Made by [#ofOpenApi], [BuiltInTypes], or by hand. Two variables are of the same type only when they share the object.
public sealed interface SchemaType {

    /// What the checker knows.
    CelType type();

    /// The most elements, properties or bytes that a request can carry here.
    long maxElements();

    /// The fewest bytes that the value takes as JSON.
    long minSize();

    /// Anything; checked only when evaluated.
    SchemaType DYN = new Scalar(CelType.DYN, 0, 1);

    /// A value without parts. `int-or-string` is one of type [CelType#DYN].
    record Scalar(CelType type, long maxElements, long minSize) implements SchemaType {}

    /// @param listType `atomic`, `set` or `map`: the latter two are compared without regard to order
    /// @param mapKeys of `x-kubernetes-list-map-keys`
    record ListOf(SchemaType element, long maxElements, String listType, List<String> mapKeys)
            implements SchemaType {

        public ListOf(SchemaType element, long maxElements) {
            this(element, maxElements, "atomic", List.of());
        }

        @Override
        public CelType type() {
            return CelType.list(element.type());
        }

        @Override
        public long minSize() {
            return 2;
        }
    }

    /// Keys are strings.
    record MapOf(SchemaType value, long maxElements) implements SchemaType {
        @Override
        public CelType type() {
            return CelType.map(CelType.STRING, value.type());
        }

        @Override
        public long minSize() {
            return 2;
        }
    }

    /// A property of an object under its escaped name.
    ///
    /// @param property as in documents
    record Property(String property, SchemaType type) {}

    /// An object with declared fields. The fields are asked for late, because types refer to each other in circles.
    final class ObjectOf implements SchemaType {
        private final String name;
        private final long minSize;
        private final Supplier<Map<String, Property>> source;
        private volatile @Nullable Map<String, Property> fields;
        private final CelType type;
        private final boolean isOpen;

        /// Takes any field, of any type.
        public static ObjectOf open(String name) {
            return new ObjectOf(name, 2, Map::of, true);
        }

        /// @param source by escaped name
        public ObjectOf(String name, long minSize, Supplier<Map<String, Property>> source) {
            this(name, minSize, source, false);
        }

        private ObjectOf(
                String name, long minSize, Supplier<Map<String, Property>> source, boolean isOpen) {
            this.name = name;
            this.isOpen = isOpen;
            this.minSize = minSize;
            this.source = source;
            this.type = CelType.object(this);
        }

        public String name() {
            return name;
        }

        public @Nullable Property field(String escaped) {
            return isOpen ? new Property(escaped, DYN) : fields().get(escaped);
        }

        public Map<String, Property> fields() {
            Map<String, Property> known = fields;
            if (known == null) {
                known = Map.copyOf(source.get());
                fields = known;
            }
            return known;
        }

        @Override
        public CelType type() {
            return type;
        }

        @Override
        public long maxElements() {
            return 0;
        }

        @Override
        public long minSize() {
            return minSize;
        }
    }

    /// From an OpenAPI v3 schema as a JSON tree, `x-kubernetes-` extensions included.
    ///
    /// @param isResourceRoot whether `apiVersion`, `kind` and `metadata` (`name`, `generateName`) are there unsaid
    /// @return null when the schema says nothing that expressions could use
    static @Nullable SchemaType ofOpenApi(Fields schema, boolean isResourceRoot) {
        return OpenApiTypes.of(schema, isResourceRoot);
    }
}
