package io.djong.auth.pki;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// Writes files that are there completely or not at all, and never readable by others for a moment.
final class WholeFiles {

    private static final boolean HAS_PERMISSIONS =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private WholeFiles() {}

    /// @param permissions as `ls` shows them; for a new file and for one that is replaced
    static void write(Path file, String text, String permissions) {
        Path target = file.toAbsolutePath();
        try {
            Files.createDirectories(target.getParent());
            // Through a symbolic link the file it points to is replaced, not the link.
            Path real = Files.exists(target) ? target.toRealPath() : target;
            Path draft =
                    Files.createTempFile(
                            real.getParent(),
                            real.getFileName().toString(),
                            ".new",
                            attributes(permissions));
            try {
                Files.writeString(draft, text, StandardCharsets.UTF_8);
                Files.move(
                        draft,
                        real,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            throw new PkiException("write " + file, e);
        }
    }

    static FileAttribute<?>[] attributes(String permissions) {
        return HAS_PERMISSIONS
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
