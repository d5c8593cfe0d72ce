package io.djong.apiserver.answers;

import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.storage.Stored;
import io.djong.schema.StructType;
import io.djong.wire.Protobuf;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// A list as protobuf: the messages of its items, which are kept beside the objects, between a head and a tail.
final class ProtobufList implements StreamedBody {

    private final Protobuf.ListFrame frame;
    private final List<byte[]> items;
    private final long size;

    ProtobufList(Reply.Many many) {
        StructType type = many.resource().type();
        items = new ArrayList<>(many.items().size());
        long bytes = 0;
        for (Stored stored : many.items()) {
            byte[] item = stored.protobuf(tree -> Protobuf.encode(type, tree));
            items.add(item);
            bytes += Protobuf.listItemBytes(item.length);
        }
        size = bytes;
        frame =
                Protobuf.listFrame(
                        many.resource().apiVersion(),
                        many.resource().kind() + "List",
                        ListDocument.metadata(many),
                        bytes);
    }

    @Override
    public long size() {
        return frame.head().length + size + frame.tail().length;
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        sink.write(frame.head());
        for (byte[] item : items) {
            sink.write(Protobuf.listItemStart(item.length));
            sink.write(item);
        }
        sink.write(frame.tail());
    }
}
