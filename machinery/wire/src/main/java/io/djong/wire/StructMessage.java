package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.StructType;
import io.djong.schema.ValueType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The protobuf message of one structure.
///
/// As upstream's generated code does, it writes fields by number, and whatever is no pointer even when it is zero.
/// Made once a type and kept; immutable after that, but for links that are resolved when first used.
final class StructMessage {

    private static final ConcurrentHashMap<StructType, StructMessage> KNOWN =
            new ConcurrentHashMap<>();

    private static final String TYPE_META = "io.k8s.apimachinery.pkg.apis.meta.v1.TypeMeta";

    /// One numbered field, or an inline structure, which is a message of its own if it has a number.
    ///
    /// @param slot the position among the flattened fields; of the first one for an inline structure
    /// @param always whether it is written even when it is absent
    private record Part(int number, int slot, MessageValue value, boolean always, boolean inline) {}

    private final StructDecoder decoder;

    /// By number.
    private final Part[] parts;

    static StructMessage of(StructType type) {
        StructMessage known = KNOWN.get(type);
        if (known != null) {
            return known;
        }
        // Inline structures are made on the way, which computeIfAbsent does not allow.
        StructMessage made = new StructMessage(type);
        StructMessage first = KNOWN.putIfAbsent(type, made);
        return first != null ? first : made;
    }

    private StructMessage(StructType type) {
        decoder = StructDecoder.of(type);
        List<Part> all = new ArrayList<>();
        collect(type, 0, all);
        all.sort(Comparator.comparingInt(Part::number));
        parts = all.toArray(Part[]::new);
    }

    private static void collect(StructType type, int base, List<Part> all) {
        int slot = base;
        for (Field field : type.declared()) {
            if (field.inline() && field.type() instanceof ValueType.Ref ref) {
                StructType inner = ref.type();
                if (field.number() > 0) {
                    all.add(
                            new Part(
                                    field.number(),
                                    slot,
                                    new MessageValue.Struct(ref),
                                    true,
                                    true));
                } else if (!inner.name().equals(TYPE_META)) {
                    collect(inner, slot, all);
                }
                slot += inner.fields().size();
                continue;
            }
            if (field.number() > 0) {
                MessageValue value = MessageValue.of(field, type);
                all.add(
                        new Part(
                                field.number(),
                                slot,
                                value,
                                !field.pointer() && value.isPlain(),
                                false));
            }
            slot++;
        }
    }

    void write(Fields fields, ProtoWriter out) {
        write(decoder.slots(fields), 0, out);
    }

    private void write(@Nullable Object[] slots, int base, ProtoWriter out) {
        for (int i = parts.length - 1; i >= 0; i--) {
            Part part = parts[i];
            if (part.inline) {
                int before = out.size();
                ((MessageValue.Struct) part.value).message().write(slots, base + part.slot, out);
                out.message(part.number, before);
                continue;
            }
            Object value = slots[base + part.slot];
            if (value != null) {
                part.value.write(part.number, value, out);
            } else if (part.always) {
                part.value.writeZero(part.number, out);
            }
        }
    }

    Fields read(ProtoReader in) {
        @Nullable Object[] slots = decoder.newSlots();
        read(in, slots, 0);
        return decoder.assembleMessage(slots);
    }

    private void read(ProtoReader in, @Nullable Object[] slots, int base) {
        int guess = 0;
        while (in.hasMore()) {
            int tag = in.tag();
            int at = find(tag >>> 3, guess);
            if (at < 0) {
                in.skip(tag);
                continue;
            }
            guess = at;
            Part part = parts[at];
            if (part.inline) {
                in.expect(tag, ProtoWriter.BYTES);
                int outer = in.enter();
                ((MessageValue.Struct) part.value).message().read(in, slots, base + part.slot);
                in.leave(outer);
            } else {
                int slot = base + part.slot;
                slots[slot] = part.value.read(tag, in, slots[slot]);
            }
        }
    }

    private int find(int number, int guess) {
        for (int i = guess; i < parts.length; i++) {
            if (parts[i].number == number) {
                return i;
            }
        }
        for (int i = 0; i < guess; i++) {
            if (parts[i].number == number) {
                return i;
            }
        }
        return -1;
    }
}
