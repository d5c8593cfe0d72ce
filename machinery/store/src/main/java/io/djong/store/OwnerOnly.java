package io.djong.store;

import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/// What is stored may be secret: nobody but the owner may read the files.
final class OwnerOnly {

    private static final boolean IS_POSSIBLE =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    static FileAttribute<?>[] file() {
        return permissions("rw-------");
    }

    static FileAttribute<?>[] directory() {
        return permissions("rwx------");
    }

    private static FileAttribute<?>[] permissions(String text) {
        return IS_POSSIBLE
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))
                }
                : new FileAttribute<?>[0];
    }
}
