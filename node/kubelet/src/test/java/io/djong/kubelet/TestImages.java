package io.djong.kubelet;

import io.djong.runtime.image.ImageArchive;
import io.djong.runtime.image.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Images made from what the machine has.
final class TestImages {

    static final String BUSYBOX = "busybox:1.36";

    private static final Path BUSYBOX_STATIC = Path.of("/bin/busybox");
    private static final String PROGRAMS =
            "sh sleep echo cat ls ps ip hostname wget nc httpd true false seq mount env stat id tar test kill trap dd head tail touch rm mkdir date wc sync nslookup free grep";

    private TestImages() {}

    /// Debian's static busybox with the links that the tests call it by.
    static Path busybox(Path directory) throws IOException {
        if (!Files.exists(BUSYBOX_STATIC)) {
            throw new IllegalStateException(
                    "the tests need busybox: apt-get install busybox-static");
        }
        Layer layer = new Layer().file("/bin/busybox", 0755, BUSYBOX_STATIC);
        for (String name : PROGRAMS.split(" ")) {
            layer.symlink("/bin/" + name, "busybox");
        }
        layer.directory("/tmp", 01777)
                .directory("/proc", 0555)
                .directory("/sys", 0555)
                .directory("/etc", 0755);
        Path archive = directory.resolve("busybox.tar");
        new ImageArchive(BUSYBOX).layer(layer).env("PATH", "/bin").command("sh").writeTo(archive);
        return archive;
    }
}
