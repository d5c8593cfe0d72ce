package io.djong.wire;

import io.djong.meta.tree.Fields;
import io.djong.schema.Field;
import io.djong.schema.StructType;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Decodes objects of one structure: fields into schema order, zero values as Go prints them.
///
/// Made once a type and kept; immutable after that, but for links to other structures that are resolved when first used.
final class StructDecoder extends ValueDecoder {

    private static final ConcurrentHashMap<StructType, StructDecoder> KNOWN =
            new ConcurrentHashMap<>();

    private static final Object ABSENT = new Object();

    private final StructType type;
    private final String[] names;
    private final ValueDecoder[] decoders;

    /// Whether a zero value is left out, as `omitempty` on what is no pointer does.
    private final boolean[] dropsZero;

    private final boolean[] nullsEmptyList;

    /// What stands for an absent field: [#ABSENT], null, or a value; made when first needed.
    private final @Nullable Object[] absent;

    private final int[] index;
    private volatile boolean absentKnown;
    private @Nullable Fields zero;

    static StructDecoder of(StructType type) {
        StructDecoder known = KNOWN.get(type);
        return known != null ? known : KNOWN.computeIfAbsent(type, StructDecoder::new);
    }

    private StructDecoder(StructType type) {
        this.type = type;
        List<Field> fields = type.fields();
        int count = fields.size();
        names = new String[count];
        decoders = new ValueDecoder[count];
        dropsZero = new boolean[count];
        nullsEmptyList = new boolean[count];
        absent = new @Nullable Object[count];
        index = new int[Integer.highestOneBit(Math.max(count, 1) * 2) << 1];
        boolean storedAsJson =
                !type.name().startsWith("io.k8s.api.")
                        && !type.name().startsWith("io.k8s.apimachinery.");
        for (int i = 0; i < count; i++) {
            Field field = fields.get(i);
            names[i] = field.name();
            decoders[i] = ValueDecoder.of(field.type());
            // An empty list of managed fields is a request to reset them.
            dropsZero[i] =
                    field.omitEmpty()
                            && !field.name().equals("managedFields")
                            && (!field.pointer() || decoders[i] instanceof CollectionDecoder);
            // Storage as protobuf cannot tell an empty list from none, so upstream answers null.
            nullsEmptyList[i] =
                    !field.omitEmpty() && !storedAsJson && decoders[i] instanceof CollectionDecoder;
            put(i);
        }
    }

    private void put(int field) {
        int mask = index.length - 1;
        int slot = spread(names[field]) & mask;
        while (index[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        index[slot] = field + 1;
    }

    private static int spread(String name) {
        int hash = name.hashCode();
        return hash ^ (hash >>> 16);
    }

    /// The position of the field, or -1. `guess` is looked at first, because documents mostly keep an order.
    @SuppressWarnings("ReferenceEquality")
    private int find(String name, int guess) {
        if (guess < names.length && names[guess] == name) {
            return guess;
        }
        int mask = index.length - 1;
        for (int slot = spread(name) & mask; index[slot] != 0; slot = (slot + 1) & mask) {
            if (names[index[slot] - 1].equals(name)) {
                return index[slot] - 1;
            }
        }
        return -1;
    }

    /// What an absent value of this type prints as.
    Fields zero() {
        Fields known = zero;
        if (known == null) {
            known = (Fields) decode(Fields.EMPTY, this, new DecodePath(new Duplicates()));
            zero = known;
        }
        return known;
    }

    private @Nullable Object[] absent() {
        if (!absentKnown) {
            List<Field> fields = type.fields();
            for (int i = 0; i < absent.length; i++) {
                absent[i] = absentValue(fields.get(i), decoders[i]);
            }
            absentKnown = true;
        }
        return absent;
    }

    private static @Nullable Object absentValue(Field field, ValueDecoder decoder) {
        if (field.pointer() || decoder.isReference()) {
            return field.omitEmpty() ? ABSENT : null;
        }
        if (decoder instanceof StructDecoder || decoder instanceof RefDecoder) {
            return decoder.zeroValue();
        }
        if (decoder instanceof SpecialDecoder) {
            // The one time of the API that Go leaves out when zero (`omitzero`).
            return field.name().equals("creationTimestamp") ? ABSENT : decoder.zeroValue();
        }
        return field.omitEmpty() ? ABSENT : decoder.zeroValue();
    }

    @Override
    Object decode(Object raw, StructDecoder owner, DecodePath path) {
        if (!(raw instanceof Fields fields)) {
            throw wrongType(raw, owner, path);
        }
        @Nullable Object[] slots = new @Nullable Object[names.length];
        List<Duplicates.Duplicate> repeated = path.duplicates.of(fields);
        int reported = 0;
        int guess = 0;
        boolean same = true;
        int size = fields.size();
        for (int i = 0; i < size; i++) {
            while (reported < repeated.size() && repeated.get(reported).after() <= i) {
                path.duplicate(repeated.get(reported++).name());
            }
            String name = fields.nameAt(i);
            int at = find(name, guess);
            if (at < 0) {
                path.unknown(name);
                same = false;
                continue;
            }
            same &= at >= guess;
            guess = at + 1;
            Object value = fields.valueAt(i);
            if (value != null) {
                slots[at] = decodeField(at, value, path);
            }
        }
        while (reported < repeated.size()) {
            path.duplicate(repeated.get(reported++).name());
        }
        return assemble(slots, same ? fields : null);
    }

    private @Nullable Object decodeField(int at, Object value, DecodePath path) {
        ValueDecoder decoder = decoders[at];
        path.enter(names[at]);
        Object decoded = decoder.decode(value, this, path);
        path.leave();
        if ((dropsZero[at] && decoder.isZero(decoded))
                || (nullsEmptyList[at] && !path.keepsEmpty && decoder.isZero(decoded))) {
            return null;
        }
        return decoded;
    }

    /// The values of a normalised object by position; null where absent.
    @Nullable Object[] slots(Fields fields) {
        @Nullable Object[] slots = new @Nullable Object[names.length];
        int guess = 0;
        for (int i = 0; i < fields.size(); i++) {
            int at = find(fields.nameAt(i), guess);
            if (at >= 0) {
                slots[at] = fields.valueAt(i);
                guess = at + 1;
            }
        }
        return slots;
    }

    @Nullable Object[] newSlots() {
        return new @Nullable Object[names.length];
    }

    /// The object of the values that a protobuf message held.
    Fields assembleMessage(@Nullable Object[] slots) {
        for (int i = 0; i < slots.length; i++) {
            Object value = CollectionMessage.finished(slots[i]);
            boolean dropped = value != null && dropsZero[i] && decoders[i].isZero(value);
            slots[i] = dropped ? null : value;
        }
        return assemble(slots, null);
    }

    /// The object of the decoded fields; `raw` itself when nothing is different.
    @SuppressWarnings("ReferenceEquality")
    private Fields assemble(@Nullable Object[] slots, @Nullable Fields raw) {
        @Nullable Object[] defaults = absent();
        int count = 0;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] == null) {
                slots[i] = defaults[i];
            }
            if (slots[i] != ABSENT) {
                count++;
            }
        }
        if (raw != null && count == raw.size() && isSame(slots, raw)) {
            return raw;
        }
        String[] outNames = new String[count];
        @Nullable Object[] outValues = new @Nullable Object[count];
        int to = 0;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] != ABSENT) {
                outNames[to] = names[i];
                outValues[to++] = slots[i];
            }
        }
        return Fields.ofArrays(outNames, outValues);
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean isSame(@Nullable Object[] slots, Fields raw) {
        int to = 0;
        for (int i = 0; i < slots.length; i++) {
            if (slots[i] != ABSENT) {
                if (raw.nameAt(to) != names[i] || raw.valueAt(to) != slots[i]) {
                    return false;
                }
                to++;
            }
        }
        return true;
    }

    @Override
    Object zeroValue() {
        return zero();
    }

    @Override
    String goType() {
        return GoTypes.name(type.name());
    }

    /// As Go's type errors name the structure: without its package.
    String simpleName() {
        return type.simpleName();
    }

    @Override
    public String toString() {
        return "decoder of " + type.name() + Arrays.toString(names);
    }
}
