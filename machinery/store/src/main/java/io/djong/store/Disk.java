package io.djong.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/// The directory that an engine keeps its files in. Handed in, so that a test can let it fail.
public interface Disk extends Probe {

    /// Makes the directory if it does not exist, and keeps it to this process until the lock is closed.
    ///
    /// @throws StoreException if another process has it, or it holds something else than a store
    AutoCloseable lock();

    /// Whether it is somebody else's: then what was not finished there is left as it is.
    default boolean isReadOnly() {
        return false;
    }

    /// Nothing happens at any point of a real disk.
    @Override
    default void at(Point point) {}

    /// The names of all files, in no order.
    List<String> names() throws IOException;

    /// Makes a new empty file; what was there under its name is lost.
    File create(String name) throws IOException;

    File open(String name) throws IOException;

    /// Replaces `to`, if it exists, in one step.
    void rename(String from, String to) throws IOException;

    void delete(String name) throws IOException;

    /// Makes what [#create], [#rename] and [#delete] did durable.
    void force() throws IOException;

    /// The path of a file, for messages.
    String path(String name);

    interface File extends AutoCloseable {

        long size() throws IOException;

        /// Reads until `bytes` is full or the file ends.
        void read(ByteBuffer bytes, long at) throws IOException;

        /// Writes all of `bytes`. When that fails, any part of it may have been written.
        void write(ByteBuffer bytes, long at) throws IOException;

        void truncate(long size) throws IOException;

        /// Makes what was written durable.
        void force() throws IOException;

        @Override
        void close() throws IOException;
    }
}
