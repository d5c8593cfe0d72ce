package io.djong.apiserver.answers;

import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.storage.Stored;
import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A list as JSON: a head, then the bytes of each item as they are stored, its revision spliced in.
final class ListDocument implements StreamedBody {

    private static final byte[] COMMA_OPEN = {',', '{'};
    private static final byte[] OPEN = {'{'};
    private static final byte[] END = {']', '}', '\n'};

    private final Reply.Many many;

    ListDocument(Reply.Many many) {
        this.many = many;
    }

    static Fields metadata(Reply.Many many) {
        Fields.Builder metadata = new Fields.Builder(3);
        metadata.add("resourceVersion", Long.toString(many.revision()));
        if (!many.continueToken().isEmpty()) {
            metadata.add("continue", many.continueToken());
            if (many.remaining() != null) {
                metadata.add("remainingItemCount", many.remaining());
            }
        }
        return metadata.build();
    }

    private byte[] head() {
        String text =
                "{\"kind\":\"%sList\",\"apiVersion\":\"%s\",\"metadata\":%s,\"items\":["
                        .formatted(
                                many.resource().kind(),
                                many.resource().apiVersion(),
                                Json.text(metadata(many)));
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long size() {
        long size = 0;
        for (Stored item : many.items()) {
            size += item.object().bytes().length;
        }
        return size;
    }

    @Override
    public void writeTo(Sink sink) throws IOException {
        byte[] head = head();
        sink.write(head, 0, head.length);
        boolean first = true;
        for (Stored item : many.items()) {
            byte[] open = first ? OPEN : COMMA_OPEN;
            first = false;
            sink.write(open, 0, open.length);
            byte[] bytes = item.object().bytes();
            byte[] revision = item.revisionBytes();
            int from = item.object().bodyAt();
            int splice = item.object().spliceAt();
            sink.write(bytes, from, splice - from);
            sink.write(revision, 0, revision.length);
            sink.write(bytes, splice, bytes.length - splice);
        }
        sink.write(END, 0, END.length);
    }
}
