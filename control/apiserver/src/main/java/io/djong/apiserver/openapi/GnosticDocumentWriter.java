package io.djong.apiserver.openapi;

import io.djong.meta.tree.Fields;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a document as protobuf. Each member is a whole message of its own: readers of protobuf merge what follows each
/// other. Confined to one thread.
final class GnosticDocumentWriter implements DocumentWriter {

    private final OutputStream out;
    private final GnosticEncoder encoder;

    GnosticDocumentWriter(OutputStream out, GnosticEncoder encoder) {
        this.out = out;
        this.encoder = encoder;
    }

    @Override
    public void add(List<String> place, String name, @Nullable Object value) throws IOException {
        Fields member = Fields.of(name, value);
        for (String outer : place.reversed()) {
            member = Fields.of(outer, member);
        }
        out.write(encoder.encode("Document", member));
    }

    @Override
    public void end() {}
}
