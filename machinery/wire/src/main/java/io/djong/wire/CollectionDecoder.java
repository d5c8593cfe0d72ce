package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists and maps: decodes what is in them, and keeps the raw one when nothing is different.
abstract sealed class CollectionDecoder extends ValueDecoder {

    final ValueDecoder element;

    private CollectionDecoder(ValueDecoder element) {
        this.element = element;
    }

    @Nullable Object decodeElement(@Nullable Object raw, StructDecoder owner, DecodePath path) {
        if (raw == null) {
            return element instanceof ScalarDecoder scalar
                    ? scalar.zeroElement()
                    : element.zeroValue();
        }
        return element.decode(raw, owner, path);
    }

    @Override
    @Nullable Object zeroValue() {
        return null;
    }

    @Override
    boolean isReference() {
        return true;
    }

    static final class Lists extends CollectionDecoder {

        Lists(ValueDecoder element) {
            super(element);
        }

        @Override
        @SuppressWarnings("ReferenceEquality")
        Object decode(Object raw, StructDecoder owner, DecodePath path) {
            if (!(raw instanceof List<?> list)) {
                throw wrongType(raw, owner, path);
            }
            int size = list.size();
            @Nullable Object[] elements = new @Nullable Object[size];
            boolean same = true;
            path.enterList();
            for (int i = 0; i < size; i++) {
                path.at(i);
                Object value = list.get(i);
                elements[i] = decodeElement(value, owner, path);
                same &= elements[i] == value;
            }
            path.leave();
            return same && raw instanceof TreeList ? raw : TreeList.ofArray(elements);
        }

        @Override
        boolean isZero(@Nullable Object value) {
            return value instanceof List<?> list && list.isEmpty();
        }

        @Override
        String goType() {
            return "[]" + element.goType();
        }
    }

    static final class Maps extends CollectionDecoder {

        Maps(ValueDecoder element) {
            super(element);
        }

        @Override
        Object decode(Object raw, StructDecoder owner, DecodePath path) {
            if (!(raw instanceof Fields fields)) {
                throw wrongType(raw, owner, path);
            }
            for (Duplicates.Duplicate repeated : path.duplicates.of(fields)) {
                path.duplicate(repeated.name());
            }
            return SortedFields.of(decodeValues(fields, owner, path));
        }

        @SuppressWarnings("ReferenceEquality")
        private Fields decodeValues(Fields fields, StructDecoder owner, DecodePath path) {
            int size = fields.size();
            @Nullable Object[] values = new @Nullable Object[size];
            boolean same = true;
            for (int i = 0; i < size; i++) {
                Object value = fields.valueAt(i);
                path.enterKey(fields.nameAt(i));
                values[i] = decodeElement(value, owner, path);
                path.leave();
                same &= values[i] == value;
            }
            if (same) {
                return fields;
            }
            String[] names = new String[size];
            for (int i = 0; i < size; i++) {
                names[i] = fields.nameAt(i);
            }
            return Fields.ofArrays(names, values);
        }

        @Override
        boolean isZero(@Nullable Object value) {
            return value instanceof Fields fields && fields.isEmpty();
        }

        @Override
        String goType() {
            return "map[string]" + element.goType();
        }
    }
}
