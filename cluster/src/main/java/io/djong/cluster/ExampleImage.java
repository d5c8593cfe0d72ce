package io.djong.cluster;

import io.djong.cli.CliException;
import io.djong.runtime.image.ImageArchive;
import io.djong.runtime.image.Layer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The images that examples and tests use, made of what Debian's packages put on this machine.
enum ExampleImage {
    /// A shell and the usual small tools.
    BUSYBOX {
        @Override
        ImageArchive archive() throws IOException {
            return new ImageArchive(imageName()).layer(tools()).command("sh");
        }
    },

    /// A web server that serves `/usr/share/nginx/html` on port 80.
    NGINX {
        @Override
        ImageArchive archive() throws IOException {
            Layer server = withLibraries(new Layer(), installed("/usr/sbin/nginx", "nginx-light"));
            server.file(
                            "/etc/nginx/nginx.conf",
                            0644,
                            NGINX_CONFIGURATION.getBytes(StandardCharsets.UTF_8))
                    .file(
                            "/usr/share/nginx/html/index.html",
                            0644,
                            "<h1>nginx on djong</h1>\n".getBytes(StandardCharsets.UTF_8))
                    .directory("/var/log/nginx", 0755)
                    .directory("/var/lib/nginx", 0755);
            return new ImageArchive(imageName())
                    .layer(tools())
                    .layer(server)
                    .exposedPort("80/tcp")
                    .stopSignal("SIGQUIT")
                    .command("nginx", "-g", "daemon off;");
        }
    },

    /// Answers every HTTP request on port 8080 with what it was asked and who answers.
    ECHO {
        @Override
        ImageArchive archive() throws IOException {
            Layer script =
                    new Layer()
                            .file(
                                    "/www/cgi-bin/index.cgi",
                                    0755,
                                    ECHO_SCRIPT.getBytes(StandardCharsets.UTF_8));
            return new ImageArchive(imageName())
                    .layer(tools())
                    .layer(script)
                    .exposedPort("8080/tcp")
                    .command("httpd", "-f", "-p", "8080", "-h", "/www");
        }
    };

    private static final String NGINX_CONFIGURATION =
            """
            user root;
            worker_processes 1;
            pid /tmp/nginx.pid;
            error_log /dev/stderr;
            events { worker_connections 512; }
            http {
              access_log /dev/stdout;
              default_type text/html;
              server {
                listen 80;
                root /usr/share/nginx/html;
              }
            }
            """;

    private static final String ECHO_SCRIPT =
            """
            #!/bin/sh
            printf 'Content-Type: text/plain\\r\\n\\r\\n'
            echo "host: $(hostname)"
            echo "request: $REQUEST_METHOD $REQUEST_URI"
            echo "client: $REMOTE_ADDR"
            """;

    /// A line of ldd: `libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x...)`, or the loader's path alone.
    private static final Pattern LIBRARY = Pattern.compile("(?:=> )?(/\\S+) \\(0x");

    abstract ImageArchive archive() throws IOException;

    String imageName() {
        return "djong.io/" + name().toLowerCase(Locale.ROOT) + ":1";
    }

    String fileName() {
        return name().toLowerCase(Locale.ROOT) + ".tar";
    }

    void writeTo(Path file) throws IOException {
        archive().writeTo(file);
    }

    private static Layer tools() throws IOException {
        Path busybox = installed("/bin/busybox", "busybox-static");
        Layer layer =
                new Layer()
                        .file("/bin/busybox", 0755, busybox)
                        .file(
                                "/etc/passwd",
                                0644,
                                "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n"
                                        .getBytes(StandardCharsets.UTF_8))
                        .file(
                                "/etc/group",
                                0644,
                                "root:x:0:\nnogroup:x:65534:\n".getBytes(StandardCharsets.UTF_8))
                        .directory("/root", 0700)
                        .directory("/tmp", 01777)
                        .directory("/var/run", 0755);
        for (String applet : output(busybox.toString(), "--list").split("\n")) {
            if (!applet.equals("busybox")) {
                layer.symlink("/bin/" + applet, "busybox");
            }
        }
        return layer;
    }

    private static Layer withLibraries(Layer layer, Path program) throws IOException {
        Set<String> libraries = new LinkedHashSet<>();
        Matcher matcher = LIBRARY.matcher(output("ldd", program.toString()));
        while (matcher.find()) {
            libraries.add(matcher.group(1));
        }
        for (String library : libraries) {
            layer.file(library, 0755, Path.of(library).toRealPath());
        }
        return layer.file(program.toString(), 0755, program);
    }

    private static Path installed(String path, String debianPackage) {
        Path program = Path.of(path);
        if (!Files.isExecutable(program)) {
            throw new CliException(
                    path + " is missing: install it with 'apt-get install " + debianPackage + "'");
        }
        return program;
    }

    private static String output(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output.strip());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command[0], stopped);
        }
        return output;
    }
}
