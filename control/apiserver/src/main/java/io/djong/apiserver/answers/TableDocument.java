package io.djong.apiserver.answers;

import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.MetadataSpan;
import io.djong.apiserver.storage.Stored;
import io.djong.apiserver.tables.Tables;
import io.djong.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// A list as a JSON table: the cells are made row by row, what comes with a row is cut out of the stored bytes.
final class TableDocument implements StreamedBody {

    private static final byte[] ROW = "{\"cells\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OBJECT = ",\"object\":".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] COMMA = {','};
    private static final byte[] CLOSE = {'}'};
    private static final byte[] END = {']', '}', '\n'};

    private final Reply.Many many;
    private final Representations representations;
    private final byte[] partialStart;

    /// @param many not empty, of a resource that is served as it is stored
    TableDocument(Reply.Many many, Representations representations) {
        this.many = many;
        this.representations = representations;
        this.partialStart =
                "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"%s\",\"metadata\":"
                        .formatted(representations.accept().asApiVersion())
                        .getBytes(StandardCharsets.US_ASCII);
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
        Resource resource = many.resource();
        sink.write(head());
        boolean first = true;
        for (Stored item : many.items()) {
            if (!first) {
                sink.write(COMMA);
            }
            first = false;
            sink.write(ROW);
            sink.write(
                    Json.write(
                            resource.rules()
                                    .cells(item.object().summary(), representations.now())));
            sink.write(OBJECT);
            switch (representations.includeObject()) {
                case "None" -> sink.write(NULL);
                case "Object" -> spliced(item, 0, item.object().bytes().length, sink);
                default -> {
                    MetadataSpan span = item.object().metadata();
                    sink.write(partialStart);
                    spliced(item, span.from(), span.to(), sink);
                    sink.write(CLOSE);
                }
            }
            sink.write(CLOSE);
        }
        sink.write(END);
    }

    private byte[] head() {
        return "{\"kind\":\"Table\",\"apiVersion\":\"%s\",\"metadata\":%s,\"columnDefinitions\":%s,\"rows\":["
                .formatted(
                        representations.accept().asApiVersion(),
                        Json.text(ListDocument.metadata(many)),
                        Json.text(Tables.definitions(many.resource().rules().columns())))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void spliced(Stored item, int from, int to, Sink sink) throws IOException {
        byte[] bytes = item.object().bytes();
        int splice = item.object().spliceAt();
        sink.write(bytes, from, splice - from);
        sink.write(item.revisionBytes());
        sink.write(bytes, splice, to - splice);
    }
}
