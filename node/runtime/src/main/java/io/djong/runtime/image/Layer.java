package io.djong.runtime.image;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// One layer of an image: files, directories and symbolic links, all owned by root.
///
/// Paths are those in the container (`/bin/sh`); missing parent directories are made with mode 0755.
public final class Layer {

    private static final int DIRECTORY_MODE = 0755;

    private sealed interface Entry {
        record Directory(String path, int mode) implements Entry {}

        record Link(String path, String target) implements Entry {}

        record Content(String path, int mode, ByteString bytes) implements Entry {}

        record Copy(String path, int mode, Path source) implements Entry {}
    }

    private final List<Entry> entries = new ArrayList<>();
    private final Set<String> directories = new HashSet<>();

    /// Sets the mode of a directory that an earlier entry made in passing, too.
    public Layer directory(String path, int mode) {
        String name = inArchive(path);
        parents(name);
        directories.add(name);
        entries.add(new Entry.Directory(name, mode));
        return this;
    }

    public Layer symlink(String path, String target) {
        entries.add(new Entry.Link(placed(path), target));
        return this;
    }

    public Layer file(String path, int mode, byte[] content) {
        entries.add(new Entry.Content(placed(path), mode, ByteString.copyFrom(content)));
        return this;
    }

    /// Takes the file's content when the image is written.
    public Layer file(String path, int mode, Path source) {
        entries.add(new Entry.Copy(placed(path), mode, source));
        return this;
    }

    /// Takes everything below `source`, with its modes and links, to below `path`.
    public Layer tree(String path, Path source) throws IOException {
        try (Stream<Path> found = Files.walk(source)) {
            for (Path file : found.sorted().toList()) {
                String target = file.equals(source) ? path : path + "/" + source.relativize(file);
                if (Files.isSymbolicLink(file)) {
                    symlink(target, Files.readSymbolicLink(file).toString());
                } else if (Files.isDirectory(file)) {
                    directory(target, mode(file));
                } else if (Files.isRegularFile(file)) {
                    file(target, mode(file), file);
                } else {
                    throw new IOException(
                            file + ": only files, directories and links can be in an image");
                }
            }
        }
        return this;
    }

    void writeTo(TarWriter tar) throws IOException {
        for (Entry entry : entries) {
            switch (entry) {
                case Entry.Directory(var path, var mode) -> tar.directory(path, mode);
                case Entry.Link(var path, var target) -> tar.symlink(path, target);
                case Entry.Content(var path, var mode, var bytes) ->
                        tar.file(path, mode, bytes.toByteArray());
                case Entry.Copy(var path, var mode, var source) -> {
                    try (InputStream content = Files.newInputStream(source)) {
                        tar.file(path, mode, Files.size(source), content);
                    }
                }
            }
        }
        tar.finish();
    }

    private static int mode(Path file) throws IOException {
        return (Integer) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    private String placed(String path) {
        String name = inArchive(path);
        parents(name);
        return name;
    }

    private void parents(String name) {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            String parent = name.substring(0, slash);
            if (directories.add(parent)) {
                entries.add(new Entry.Directory(parent, DIRECTORY_MODE));
            }
        }
    }

    private static String inArchive(String path) {
        String name = Path.of("/", path).normalize().toString().substring(1);
        return name.isEmpty() ? "." : name;
    }
}
