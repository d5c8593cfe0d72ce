package io.djong.runtime.image;

import java.io.IOException;
import java.nio.file.Path;

/// The image of the process that holds a pod's namespaces.
public final class PauseImage {

    public static final String NAME = "djong.io/pause:1";

    private PauseImage() {}

    public static void writeTo(Path archive) throws IOException {
        Architecture architecture = Architecture.ofThisMachine();
        new ImageArchive(NAME)
                .architecture(architecture.ociName())
                .layer(new Layer().file("/pause", 0555, PauseProgram.executable(architecture)))
                .entrypoint("/pause")
                .writeTo(archive);
    }
}
