package io.djong.dns;

import java.net.InetAddress;
import java.util.List;

/// What a zone says to a question.
///
/// @param exists whether the name exists; without records then, it has none of the asked type
/// @param additional records that save the asker another question
record Answer(boolean exists, List<Entry> records, List<Entry> additional) {

    static final Answer NO_NAME = new Answer(false, List.of(), List.of());
    static final Answer NO_DATA = new Answer(true, List.of(), List.of());

    static Answer of(List<? extends Entry> records) {
        return new Answer(true, List.copyOf(records), List.of());
    }

    /// One record; names without the final dot.
    sealed interface Entry {
        String name();
    }

    /// @param address IPv4 for A, IPv6 for AAAA
    record Address(String name, InetAddress address) implements Entry {}

    record Srv(String name, int port, String target) implements Entry {}

    record Ptr(String name, String target) implements Entry {}

    record Cname(String name, String target) implements Entry {}

    record Txt(String name, String text) implements Entry {}
}
