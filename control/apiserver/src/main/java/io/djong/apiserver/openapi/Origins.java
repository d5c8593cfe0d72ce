package io.djong.apiserver.openapi;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.resources.Resource;
import io.djong.descriptions.Descriptions;
import io.djong.schema.Schema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// Hashes what the document of a group-version is made from. The first command of a client asks for the hash of every
/// document and then reads one of them; so only that one has to be made.
final class Origins {

    /// The code that decides what documents say. It counts as much as the facts: a client must not keep what another
    /// build said.
    private static final List<Class<?>> CODE =
            List.of(
                    Definitions.class,
                    Document.class,
                    GroupNames.class,
                    Operation.class,
                    Operations.class,
                    OwnTexts.class,
                    Parameter.class,
                    PathForm.class,
                    PathItem.class,
                    PathItems.class,
                    PathsV2.class,
                    PathsV3.class,
                    Properties.class,
                    ResourcePaths.class,
                    SpecialDefinitions.class,
                    SubresourcePaths.class);

    private static final Set<String> BUILT_IN =
            Resources.KNOWN.stream()
                    .map(resource -> resource.facts().typeName())
                    .collect(Collectors.toUnmodifiableSet());

    private static final class Build {
        static final byte[] DIGEST = digest();
    }

    private Origins() {}

    /// Whether all types are known from the build, so that [#hash] knows all there is to know.
    static boolean areBuiltIn(List<Resource> resources) {
        return resources.stream().allMatch(one -> BUILT_IN.contains(one.facts().typeName()));
    }

    /// @param name of the document
    static String hash(String name, String gitVersion, List<Resource> resources) {
        MessageDigest digest = Packed.sha512();
        digest.update(Build.DIGEST);
        update(digest, name);
        update(digest, gitVersion);
        for (Resource resource : resources) {
            update(digest, resource.facts().toString());
            update(digest, resource.name());
            update(digest, resource.verbs().stream().sorted().toList().toString());
            update(digest, resource.subresources().toString());
            update(digest, Boolean.toString(resource.isNamespaced()));
            update(digest, Boolean.toString(resource.traits().answersDeleted()));
        }
        return HexFormat.of().withUpperCase().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String text) {
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    private static byte[] digest() {
        MessageDigest digest = Packed.sha512();
        try {
            for (Class<?> one : CODE) {
                update(digest, one, one.getSimpleName() + ".class");
            }
            update(digest, Descriptions.class, Descriptions.RESOURCE);
            update(digest, Schema.class, Schema.RESOURCE);
        } catch (IOException failure) {
            throw new UncheckedIOException("hash what documents are made from", failure);
        }
        return digest.digest();
    }

    private static void update(MessageDigest digest, Class<?> beside, String resource)
            throws IOException {
        try (InputStream in =
                Objects.requireNonNull(beside.getResourceAsStream(resource), resource)) {
            digest.update(in.readAllBytes());
        }
    }
}
