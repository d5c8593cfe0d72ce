package io.djong.apiserver.openapi;

import io.djong.wire.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes a document as JSON. Confined to one thread.
final class JsonDocumentWriter implements DocumentWriter {

    private final OutputStream out;
    private List<String> open = List.of();

    /// Whether the innermost open object has no member yet.
    private boolean empty = true;

    JsonDocumentWriter(OutputStream out) throws IOException {
        this.out = out;
        out.write('{');
    }

    @Override
    public void add(List<String> place, String name, @Nullable Object value) throws IOException {
        moveTo(place);
        key(name);
        out.write(Json.write(value));
        empty = false;
    }

    private void moveTo(List<String> place) throws IOException {
        int common = 0;
        while (common < open.size()
                && common < place.size()
                && open.get(common).equals(place.get(common))) {
            common++;
        }
        for (int depth = open.size(); depth > common; depth--) {
            out.write('}');
            empty = false;
        }
        for (String name : place.subList(common, place.size())) {
            key(name);
            out.write('{');
            empty = true;
        }
        open = place;
    }

    private void key(String name) throws IOException {
        if (!empty) {
            out.write(',');
        }
        out.write(Json.write(name));
        out.write(':');
    }

    @Override
    public void end() throws IOException {
        moveTo(List.of());
        out.write('}');
    }
}
