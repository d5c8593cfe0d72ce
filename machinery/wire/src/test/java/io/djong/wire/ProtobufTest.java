package io.djong.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.djong.meta.tree.Fields;
import io.djong.schema.Schema;
import io.djong.schema.StructType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/// Our messages against those of the Java client, which are generated from upstream's definitions.
class ProtobufTest {

    /// Fields that the client's definitions do not have yet.
    private static final Set<String> NEWER_THAN_CLIENT =
            Set.of(
                    "k8s.io.api.certificates.v1beta1.PodCertificateRequestSpec.12",
                    "k8s.io.api.storage.v1beta1.CSIDriverSpec.11");

    private final Schema schema = Schema.kubernetes();
    private final RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(36);

    /// The client's messages by our names of the types.
    private Map<String, Descriptor> clientMessages()
            throws IOException, URISyntaxException, ReflectiveOperationException {
        Class<?> runtime = Class.forName("io.kubernetes.client.proto.Runtime");
        Path jar = Path.of(runtime.getProtectionDomain().getCodeSource().getLocation().toURI());
        Map<String, Descriptor> messages = new TreeMap<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            for (var entry : (Iterable<java.util.jar.JarEntry>) file.stream()::iterator) {
                String name = entry.getName();
                if (!name.startsWith("io/kubernetes/client/proto/")
                        || !name.endsWith(".class")
                        || name.contains("$")) {
                    continue;
                }
                Class<?> outer =
                        Class.forName(name.substring(0, name.length() - 6).replace('/', '.'));
                FileDescriptor descriptor =
                        (FileDescriptor) outer.getMethod("getDescriptor").invoke(null);
                for (Descriptor message : descriptor.getMessageTypes()) {
                    String full =
                            message.getFullName().replace("k8s.io.", "io.k8s.").replace('_', '-');
                    if (schema.typeNames().contains(full)) {
                        messages.put(full, message);
                    }
                }
            }
        }
        return messages;
    }

    @Test
    void everyTypeRoundTripsThroughTheClientsMessages() throws Exception {
        Map<String, Descriptor> messages = clientMessages();
        Set<String> unknown = new TreeSet<>();
        List<String> different = new ArrayList<>();
        RandomTrees trees = new RandomTrees(random);

        for (var entry : messages.entrySet()) {
            StructType type = schema.type(entry.getKey());
            for (int i = 0; i < 3; i++) {
                Fields tree = trees.of(type);
                byte[] ours = Protobuf.encode(type, tree);
                DynamicMessage theirs = DynamicMessage.parseFrom(entry.getValue(), ours);
                collectUnknown(theirs, unknown);
                Fields back = Protobuf.decode(type, theirs.toByteArray());
                if (!back.equals(tree) || !Arrays.equals(Protobuf.encode(type, back), ours)) {
                    different.add(type + "\n" + Json.text(tree) + "\n" + Json.text(back));
                }
            }
        }

        assertThat(messages).hasSizeGreaterThan(700);
        assertThat(different).isEmpty();
        assertThat(unknown).isSubsetOf(NEWER_THAN_CLIENT);
    }

    private static void collectUnknown(Message message, Set<String> unknown) {
        for (int number : message.getUnknownFields().asMap().keySet()) {
            unknown.add(message.getDescriptorForType().getFullName() + "." + number);
        }
        for (var field : message.getAllFields().entrySet()) {
            if (field.getKey().getJavaType()
                    == com.google.protobuf.Descriptors.FieldDescriptor.JavaType.MESSAGE) {
                List<?> values =
                        field.getKey().isRepeated()
                                ? (List<?>) field.getValue()
                                : List.of(field.getValue());
                values.forEach(value -> collectUnknown((Message) value, unknown));
            }
        }
    }

    @Test
    void wrapsWatchEventsIntoFrames()
            throws InvalidProtocolBufferException,
                    IOException,
                    ReflectiveOperationException,
                    URISyntaxException {
        byte[] frame = Protobuf.watchFrame("ADDED", new byte[] {1, 2, 3});

        assertThat(frame).startsWith(0, 0, 0, frame.length - 4);
        Descriptor event = clientMessages().get("io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent");
        assertThat(event).isNotNull();
        DynamicMessage message =
                DynamicMessage.parseFrom(
                        java.util.Objects.requireNonNull(event),
                        Arrays.copyOfRange(frame, 4, frame.length));
        assertThat(message.getField(event.findFieldByName("type"))).isEqualTo("ADDED");
    }

    @Test
    void listsAreMadeOfEncodedItems() {
        StructType pod = schema.type("io.k8s.api.core.v1.Pod");
        RandomTrees trees = new RandomTrees(random);
        Fields one = trees.of(pod);
        Fields two = trees.of(pod);

        List<byte[]> items = List.of(Protobuf.encode(pod, one), Protobuf.encode(pod, two));
        long itemBytes =
                items.stream().mapToLong(item -> Protobuf.listItemBytes(item.length)).sum();
        Protobuf.ListFrame frame =
                Protobuf.listFrame("v1", "PodList", Fields.of("resourceVersion", "5"), itemBytes);
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.writeBytes(frame.head());
        for (byte[] item : items) {
            sent.writeBytes(Protobuf.listItemStart(item.length));
            sent.writeBytes(item);
        }
        sent.writeBytes(frame.tail());
        byte[] list = sent.toByteArray();

        Fields back = Protobuf.decodeEnvelope(schema.type("io.k8s.api.core.v1.PodList"), list);
        assertThat(back.list("items")).isEqualTo(List.of(one, two));
        assertThat(back.string("kind")).isEqualTo("PodList");
        assertThat(back.fields("metadata").string("resourceVersion")).isEqualTo("5");
    }

    @Test
    void noBytesBreakTheReader() {
        StructType pod = schema.type("io.k8s.api.core.v1.Pod");
        byte[] seed = Protobuf.encodeEnvelope(pod, new RandomTrees(random).of(pod));
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes =
                    random.nextInt(4) == 0
                            ? Arrays.copyOf(seed, 4 + random.nextInt(seed.length - 4))
                            : seed.clone();
            for (int j = random.nextInt(4); j > 0; j--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                Protobuf.decodeEnvelope(pod, bytes);
                read++;
            } catch (DecodeException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
        assertThat(read).isPositive();
    }
}
