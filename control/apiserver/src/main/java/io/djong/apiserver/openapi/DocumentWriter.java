package io.djong.apiserver.openapi;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Takes a document member by member, so that none is ever whole in memory.
interface DocumentWriter {

    /// Adds `name: value` to the object at `place`, which is a path of keys. Members of one place have to come together.
    void add(List<String> place, String name, @Nullable Object value) throws IOException;

    /// Ends the document.
    void end() throws IOException;
}
