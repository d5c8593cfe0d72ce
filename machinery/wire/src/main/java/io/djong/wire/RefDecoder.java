package io.djong.wire;

import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import org.jspecify.annotations.Nullable;

/// A structure seen from a field; found when first used, because types refer to each other in circles.
final class RefDecoder extends ValueDecoder {

    private final ValueType.Ref ref;
    private @Nullable StructDecoder resolved;

    RefDecoder(ValueType.Ref ref) {
        this.ref = ref;
    }

    private StructDecoder resolved() {
        StructDecoder known = resolved;
        if (known == null) {
            StructType type = ref.type();
            known = StructDecoder.of(type);
            resolved = known;
        }
        return known;
    }

    @Override
    Object decode(Object raw, StructDecoder owner, DecodePath path) {
        return resolved().decode(raw, owner, path);
    }

    @Override
    Object zeroValue() {
        return resolved().zeroValue();
    }

    @Override
    String goType() {
        return GoTypes.name(ref.typeName());
    }
}
