package io.djong.wire;

import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Lists and maps in a protobuf message: a field for each element.
abstract sealed class CollectionMessage extends MessageValue {

    private CollectionMessage() {}

    @Override
    final boolean isPlain() {
        return false;
    }

    static final class Lists extends CollectionMessage {

        private final MessageValue element;

        Lists(MessageValue element) {
            this.element = element;
        }

        @Override
        void write(int number, Object value, ProtoWriter out) {
            List<?> list = (List<?>) value;
            for (int i = list.size() - 1; i >= 0; i--) {
                Object one = list.get(i);
                if (one == null) {
                    element.writeZero(number, out);
                } else {
                    element.write(number, one, out);
                }
            }
        }

        @Override
        void writeZero(int number, ProtoWriter out) {}

        @Override
        Object read(int tag, ProtoReader in, @Nullable Object before) {
            ListInProgress list =
                    before instanceof ListInProgress known ? known : new ListInProgress();
            if ((tag & 7) == ProtoWriter.BYTES
                    && element instanceof ScalarMessage scalar
                    && scalar.packs()) {
                int outer = in.enter();
                int each = (tag & ~7) | scalar.wireType();
                while (in.hasMore()) {
                    list.elements.add(element.read(each, in, null));
                }
                in.leave(outer);
            } else {
                list.elements.add(element.read(tag, in, null));
            }
            return list;
        }
    }

    /// A list that is a message of its own, for Go types that name a slice.
    static final class Items extends CollectionMessage {

        private final MessageValue list;

        Items(MessageValue list) {
            this.list = list;
        }

        @Override
        void write(int number, Object value, ProtoWriter out) {
            int before = out.size();
            list.write(1, value, out);
            out.message(number, before);
        }

        @Override
        void writeZero(int number, ProtoWriter out) {
            out.message(number, out.size());
        }

        @Override
        @Nullable Object read(int tag, ProtoReader in, @Nullable Object before) {
            in.expect(tag, ProtoWriter.BYTES);
            int outer = in.enter();
            Object items = null;
            while (in.hasMore()) {
                int inner = in.tag();
                if (inner >>> 3 == 1) {
                    items = list.read(inner, in, items);
                } else {
                    in.skip(inner);
                }
            }
            in.leave(outer);
            return finished(items);
        }
    }

    static final class Maps extends CollectionMessage {

        private final MessageValue value;

        Maps(MessageValue value) {
            this.value = value;
        }

        @Override
        void write(int number, Object map, ProtoWriter out) {
            Fields sorted = SortedFields.of((Fields) map);
            for (int i = sorted.size() - 1; i >= 0; i--) {
                int before = out.size();
                Object one = sorted.valueAt(i);
                if (one == null) {
                    value.writeZero(2, out);
                } else {
                    value.write(2, one, out);
                }
                out.field(1, sorted.nameAt(i));
                out.message(number, before);
            }
        }

        @Override
        void writeZero(int number, ProtoWriter out) {}

        @Override
        Object read(int tag, ProtoReader in, @Nullable Object before) {
            in.expect(tag, ProtoWriter.BYTES);
            MapInProgress map = before instanceof MapInProgress known ? known : new MapInProgress();
            int outer = in.enter();
            String key = "";
            Object read = null;
            while (in.hasMore()) {
                int inner = in.tag();
                switch (inner >>> 3) {
                    case 1 -> {
                        in.expect(inner, ProtoWriter.BYTES);
                        key = in.text();
                    }
                    case 2 -> read = value.read(inner, in, null);
                    default -> in.skip(inner);
                }
            }
            in.leave(outer);
            map.values.put(key, read == null && value instanceof ScalarMessage ? "" : read);
            return map;
        }
    }

    /// Elements read so far.
    private static final class ListInProgress {
        final List<@Nullable Object> elements = new ArrayList<>();
    }

    /// Entries read so far.
    private static final class MapInProgress {
        final Map<String, @Nullable Object> values = new HashMap<>();
    }

    /// A slot's value once its message is read to the end.
    static @Nullable Object finished(@Nullable Object slot) {
        return switch (slot) {
            case ListInProgress list -> TreeList.copyOf(list.elements);
            case MapInProgress map -> SortedFields.of(Fields.copyOf(map.values));
            case null, default -> slot;
        };
    }
}
