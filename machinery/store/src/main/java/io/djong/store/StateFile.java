package io.djong.store;

import io.djong.meta.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A file with the whole state at one revision: a header, frames of entries, in a backup frames with other files, and a
/// last frame with the number of entries.
///
/// An entry is, big-endian: 8 bytes created, 8 modified, 8 version, key and value with 4 bytes of length before each.
final class StateFile {

    private static final int FRAME_BYTES = 256 << 10;
    private static final int ENTRIES = 1;
    private static final int END = 2;
    private static final int ATTACHMENT = 3;

    /// More read no faster: what is left is putting entries into the index, which is for one thread.
    private static final int READERS = 4;

    private StateFile() {}

    /// A file that a backup holds beside the entries.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Attachment(String name, byte[] bytes) {}

    /// What a frame holds.
    private sealed interface Part {
        record Entries(List<Entry> entries) implements Part {}

        record Attached(Attachment attachment) implements Part {}

        record End(long entries) implements Part {}
    }

    interface Visitor {
        void entry(Entry entry);

        void attachment(Attachment attachment);
    }

    /// Returns the file's length, or -1 if `gaveUp` became true first. It is durable then.
    static long write(
            Disk.File file,
            FileHeader header,
            List<Entry> entries,
            List<Attachment> attachments,
            BooleanSupplier gaveUp)
            throws IOException {
        file.write(header.encode(), 0);
        long length = FileHeader.BYTES;
        FrameWriter frame = new FrameWriter();
        for (int next = 0; next < entries.size(); ) {
            if (gaveUp.getAsBoolean()) {
                return -1;
            }
            next = putSome(frame, entries, next);
            length += append(file, frame.end(header.salt()), length);
        }
        for (Attachment attachment : attachments) {
            frame.begin().putByte(ATTACHMENT);
            frame.putString(attachment.name()).putBytes(attachment.bytes());
            length += append(file, frame.end(header.salt()), length);
        }
        frame.begin().putByte(END).putLong(entries.size());
        length += append(file, frame.end(header.salt()), length);
        file.force();
        return length;
    }

    private static int putSome(FrameWriter frame, List<Entry> entries, int from) {
        frame.begin().putByte(ENTRIES);
        int next = from;
        while (next < entries.size() && frame.payloadBytes() < FRAME_BYTES) {
            Entry entry = entries.get(next++);
            frame.putLong(entry.created()).putLong(entry.modified()).putLong(entry.version());
            frame.putString(entry.key()).putBytes(entry.value().bytes());
        }
        return next;
    }

    private static long append(Disk.File file, ByteBuffer bytes, long at) throws IOException {
        long length = bytes.remaining();
        file.write(bytes, at);
        return length;
    }

    /// Shows all that the file holds to `visitor`, in order, on the calling thread; others read and check it meanwhile.
    ///
    /// @throws StoreException if the file is not whole
    static FileHeader read(
            Disk.File file,
            FileHeader.Kind kind,
            String path,
            Value.Factory values,
            Threads threads,
            Visitor visitor)
            throws IOException {
        FileHeader header = FileHeader.read(file, kind, path);
        List<FramePlace> places = FramePlace.of(file);
        List<CompletableFuture<Part>> parts =
                Stream.generate(CompletableFuture<Part>::new).limit(places.size()).toList();
        AtomicInteger next = new AtomicInteger();
        for (int i = 0; i < Math.min(READERS, places.size()); i++) {
            Thread _ =
                    threads.start(
                            "store-read-" + i,
                            () -> decode(file, header, path, values, places, parts, next));
        }
        long entries = 0;
        try {
            for (CompletableFuture<Part> part : parts) {
                switch (part.join()) {
                    case Part.Entries(var some) -> {
                        some.forEach(visitor::entry);
                        entries += some.size();
                    }
                    case Part.Attached(var attachment) -> visitor.attachment(attachment);
                    case Part.End(var count) -> {
                        if (count != entries) {
                            throw new StoreException(path + " is corrupt: it lacks entries");
                        }
                        return header;
                    }
                }
            }
        } catch (CompletionException failure) {
            throw unwrapped(failure);
        } finally {
            next.set(places.size());
        }
        FramePlace last = places.isEmpty() ? new FramePlace(FileHeader.BYTES, 0) : places.getLast();
        long end = places.isEmpty() ? last.at() : last.end();
        throw new StoreException(path + " is corrupt at offset " + end);
    }

    private static RuntimeException unwrapped(CompletionException failure) throws IOException {
        return switch (failure.getCause()) {
            case IOException io -> throw io;
            case RuntimeException e -> e;
            case null, default -> failure;
        };
    }

    private static void decode(
            Disk.File file,
            FileHeader header,
            String path,
            Value.Factory values,
            List<FramePlace> places,
            List<CompletableFuture<Part>> parts,
            AtomicInteger next) {
        int at;
        while ((at = next.getAndIncrement()) < places.size()) {
            FramePlace place = places.get(at);
            try {
                ByteBuffer payload = place.read(file, header.salt());
                if (payload == null) {
                    throw new StoreException(path + " is corrupt at offset " + place.at());
                }
                parts.get(at).complete(decode(payload, path, values));
            } catch (IOException | RuntimeException failure) {
                parts.get(at).completeExceptionally(failure);
                return;
            }
        }
    }

    private static Part decode(ByteBuffer payload, String path, Value.Factory values) {
        int kind = payload.get();
        return switch (kind) {
            case ENTRIES -> {
                List<Entry> entries = new ArrayList<>();
                while (payload.hasRemaining()) {
                    entries.add(entry(payload, values));
                }
                yield new Part.Entries(entries);
            }
            case ATTACHMENT ->
                    new Part.Attached(
                            new Attachment(LogRecord.string(payload), LogRecord.bytes(payload)));
            case END -> new Part.End(payload.getLong());
            default -> throw new StoreException(path + " has a frame of unknown kind " + kind);
        };
    }

    private static Entry entry(ByteBuffer payload, Value.Factory values) {
        long created = payload.getLong();
        long modified = payload.getLong();
        long version = payload.getLong();
        String key = LogRecord.string(payload);
        Value value = values.value(key, LogRecord.bytes(payload));
        return new Entry(key, value, created, modified, version);
    }
}
