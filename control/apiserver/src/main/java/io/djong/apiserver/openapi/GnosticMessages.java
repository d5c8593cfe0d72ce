package io.djong.apiserver.openapi;

import io.djong.meta.tree.Fields;
import io.djong.wire.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Encodes OpenAPI documents in the protobuf messages that clients of Kubernetes know.
///
/// A message is a line `Name field=number:type ...`. Types: `string`, `bool`, `int64`, `double`; `any`, which carries
/// JSON as YAML; another message; `type*` for a repeated field; `[n]type` for a message whose field n repeats the value
/// or the values of a list; `{n}type` for one whose field n repeats pairs of name and value. A line `?Name` is a choice:
/// its words are `condition=number:type`, and the first condition that the value fits decides. `x-` is the field of
/// extensions.
///
/// @spec https://github.com/google/gnostic-models gnostic models
final class GnosticMessages {

    private static final String V2_LINES =
            """
            Document swagger=1:string info=2:Info paths=8:{2}PathItem definitions=9:{1}Schema parameters=10:{1}Parameter security=12:{1}[1]string* securityDefinitions=13:{1}SecurityDefinition
            Info title=1:string version=2:string description=3:string x-=7
            PathItem $ref=1:string get=2:Operation put=3:Operation post=4:Operation delete=5:Operation options=6:Operation head=7:Operation patch=8:Operation parameters=9:ParametersItem* x-=10
            Operation tags=1:string* summary=2:string description=3:string operationId=5:string produces=6:string* consumes=7:string* parameters=8:ParametersItem* responses=9:{1}ResponseValue schemes=10:string* deprecated=11:bool x-=13
            ?ParametersItem $ref=2:Reference else=1:Parameter
            Reference $ref=1:string description=2:string
            ?Parameter in/body=1:BodyParameter else=2:NonBodyParameter
            BodyParameter description=1:string name=2:string in=3:string required=4:bool schema=5:Schema x-=6
            ?NonBodyParameter in/query=3:QueryParameter in/path=4:PathParameter
            QueryParameter required=1:bool in=2:string description=3:string name=4:string type=6:string format=7:string uniqueItems=20:bool x-=23
            PathParameter required=1:bool in=2:string description=3:string name=4:string type=5:string format=6:string uniqueItems=19:bool x-=22
            ?ResponseValue $ref=2:Reference else=1:Response
            Response description=1:string schema=2:SchemaItem x-=5
            ?SchemaItem else=1:Schema
            Schema $ref=1:string format=2:string title=3:string description=4:string default=5:any multipleOf=6:double maximum=7:double exclusiveMaximum=8:bool minimum=9:double exclusiveMinimum=10:bool maxLength=11:int64 minLength=12:int64 pattern=13:string maxItems=14:int64 minItems=15:int64 uniqueItems=16:bool maxProperties=17:int64 minProperties=18:int64 required=19:string* enum=20:any* additionalProperties=21:AdditionalProperties type=22:[1]string items=23:[1]Schema allOf=24:Schema* properties=25:{1}Schema discriminator=26:string readOnly=27:bool example=30:any x-=31
            ?AdditionalProperties boolean=2:bool else=1:Schema
            ?SecurityDefinition else=2:ApiKey
            ApiKey type=1:string name=2:string in=3:string description=4:string x-=5
            """;

    private static final String V3_LINES =
            """
            Document openapi=1:string info=2:Info paths=4:{1}PathItem components=5:Components security=6:{1}[1]string*
            Info title=1:string description=2:string version=6:string x-=7
            Components schemas=1:{1}SchemaOrReference securitySchemes=7:{1}SecurityScheme
            PathItem $ref=1:string summary=2:string description=3:string get=4:Operation put=5:Operation post=6:Operation delete=7:Operation options=8:Operation head=9:Operation patch=10:Operation trace=11:Operation parameters=13:ParameterOrReference* x-=14
            Operation tags=1:string* summary=2:string description=3:string operationId=5:string parameters=6:ParameterOrReference* requestBody=7:RequestBodyOrReference responses=8:{2}ResponseOrReference deprecated=10:bool x-=13
            ?ParameterOrReference $ref=2:Reference else=1:Parameter
            Parameter name=1:string in=2:string description=3:string required=4:bool deprecated=5:bool allowEmptyValue=6:bool style=7:string explode=8:bool schema=10:SchemaOrReference x-=14
            ?RequestBodyOrReference $ref=2:Reference else=1:RequestBody
            RequestBody description=1:string content=2:{1}MediaType required=3:bool x-=4
            MediaType schema=1:SchemaOrReference example=2:any x-=5
            ?ResponseOrReference $ref=2:Reference else=1:Response
            Response description=1:string content=3:{1}MediaType x-=5
            Reference $ref=1:string summary=2:string description=3:string
            ?SchemaOrReference $ref=2:Reference else=1:Schema
            Schema nullable=1:bool readOnly=3:bool writeOnly=4:bool example=7:any deprecated=8:bool title=9:string multipleOf=10:double maximum=11:double exclusiveMaximum=12:bool minimum=13:double exclusiveMinimum=14:bool maxLength=15:int64 minLength=16:int64 pattern=17:string maxItems=18:int64 minItems=19:int64 uniqueItems=20:bool maxProperties=21:int64 minProperties=22:int64 required=23:string* enum=24:any* type=25:string allOf=26:SchemaOrReference* oneOf=27:SchemaOrReference* anyOf=28:SchemaOrReference* not=29:Schema items=30:[1]SchemaOrReference properties=31:{1}SchemaOrReference additionalProperties=32:AdditionalProperties default=33:Default description=34:string format=35:string x-=36
            ?AdditionalProperties boolean=2:bool else=1:SchemaOrReference
            ?Default number=1:double boolean=2:bool string=3:string
            ?SecurityScheme else=1:ApiKey
            ApiKey type=1:string description=2:string name=3:string in=4:string scheme=5:string x-=9
            """;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int LENGTH = 2;

    /// @param type "" for the field of extensions
    private record Member(String key, int number, String type) {}

    /// @param choice whether only the first member that fits is written
    private record Message(boolean choice, List<Member> members) {
        @Nullable Member member(String key) {
            for (Member member : members) {
                if (member.key.equals(key)) {
                    return member;
                }
            }
            return null;
        }
    }

    private final Map<String, Message> messages = new HashMap<>();

    private GnosticMessages(String lines) {
        for (String line : lines.split("\n")) {
            String[] words = line.split(" ");
            boolean choice = words[0].startsWith("?");
            List<Member> members =
                    List.of(words).subList(1, words.length).stream()
                            .map(GnosticMessages::parse)
                            .toList();
            messages.put(choice ? words[0].substring(1) : words[0], new Message(choice, members));
        }
    }

    private static Member parse(String word) {
        int equals = word.indexOf('=');
        String[] value = word.substring(equals + 1).split(":");
        return new Member(
                word.substring(0, equals),
                Integer.parseInt(value[0]),
                value.length > 1 ? value[1] : "");
    }

    static GnosticMessages of(Edition edition) {
        return new GnosticMessages(
                switch (edition) {
                    case V2 -> V2_LINES;
                    case V3 -> V3_LINES;
                });
    }

    byte[] encode(String messageName, @Nullable Object value) {
        Message message = messages.get(messageName);
        if (message == null) {
            throw new IllegalArgumentException("no message " + messageName);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (message.choice) {
            for (Member member : message.members) {
                if (fits(member.key, value)) {
                    put(out, member.number, member.type, value);
                    break;
                }
            }
        } else if (value instanceof Fields fields) {
            fields.forEach((key, one) -> putMember(out, message, key, one));
        }
        return out.toByteArray();
    }

    private void putMember(
            ByteArrayOutputStream out, Message message, String key, @Nullable Object value) {
        Member member = message.member(key.startsWith("x-") ? "x-" : key);
        if (member == null) {
            throw new IllegalArgumentException("no field for " + key);
        }
        if (member.key.equals("x-")) {
            putPair(out, member.number, "any", key, value);
        } else {
            put(out, member.number, member.type, value);
        }
    }

    private static boolean fits(String condition, @Nullable Object value) {
        return switch (condition) {
            case "else" -> true;
            case "boolean" -> value instanceof Boolean;
            case "string" -> value instanceof String;
            case "number" -> value instanceof Number;
            default ->
                    value instanceof Fields fields
                            && (condition.startsWith("in/")
                                    ? fields.string("in").equals(condition.substring(3))
                                    : fields.has(condition));
        };
    }

    private void put(ByteArrayOutputStream out, int number, String type, @Nullable Object value) {
        if (type.endsWith("*")) {
            String one = type.substring(0, type.length() - 1);
            if (one.startsWith("{") || one.startsWith("[")) {
                put(out, number, one, value);
                return;
            }
            for (Object element : (List<?>) java.util.Objects.requireNonNull(value)) {
                put(out, number, one, element);
            }
            return;
        }
        switch (type.charAt(0)) {
            case '[' -> putBytes(out, number, repeated(type, value));
            case '{' -> putPairs(out, number, type, value);
            default -> putScalarOrMessage(out, number, type, value);
        }
    }

    private byte[] repeated(String type, @Nullable Object value) {
        int end = type.indexOf(']');
        int inner = Integer.parseInt(type.substring(1, end));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<?> values =
                value instanceof List<?> list ? list : java.util.Collections.singletonList(value);
        for (Object one : values) {
            put(out, inner, type.substring(end + 1), one);
        }
        return out.toByteArray();
    }

    private void putPairs(
            ByteArrayOutputStream out, int number, String type, @Nullable Object value) {
        int end = type.indexOf('}');
        int inner = Integer.parseInt(type.substring(1, end));
        String valueType = type.substring(end + 1);
        // A list of maps, as security requirements are, repeats the message.
        List<?> maps =
                value instanceof List<?> list ? list : java.util.Collections.singletonList(value);
        for (Object map : maps) {
            ByteArrayOutputStream pairs = new ByteArrayOutputStream();
            if (map instanceof Fields fields) {
                fields.forEach((name, one) -> putPair(pairs, inner, valueType, name, one));
            }
            putBytes(out, number, pairs.toByteArray());
        }
    }

    private void putPair(
            ByteArrayOutputStream out,
            int number,
            String type,
            String name,
            @Nullable Object value) {
        ByteArrayOutputStream pair = new ByteArrayOutputStream();
        putBytes(pair, 1, name.getBytes(StandardCharsets.UTF_8));
        put(pair, 2, type, value);
        putBytes(out, number, pair.toByteArray());
    }

    private void putScalarOrMessage(
            ByteArrayOutputStream out, int number, String type, @Nullable Object value) {
        switch (type) {
            case "string" -> putBytes(out, number, text(value));
            case "bool" -> {
                putVarint(out, ((long) number << 3) | VARINT);
                putVarint(out, Boolean.TRUE.equals(value) ? 1 : 0);
            }
            case "int64" -> {
                putVarint(out, ((long) number << 3) | VARINT);
                putVarint(out, value instanceof Number known ? known.longValue() : 0);
            }
            case "double" -> {
                putVarint(out, ((long) number << 3) | FIXED64);
                double known = value instanceof Number one ? one.doubleValue() : 0;
                out.writeBytes(
                        ByteBuffer.allocate(Double.BYTES)
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putDouble(known)
                                .array());
            }
            case "any" -> {
                ByteArrayOutputStream any = new ByteArrayOutputStream();
                putBytes(any, 2, Json.write(value));
                putBytes(out, number, any.toByteArray());
            }
            default -> putBytes(out, number, encode(type, value));
        }
    }

    private static byte[] text(@Nullable Object value) {
        return String.valueOf(value).getBytes(StandardCharsets.UTF_8);
    }

    private static void putBytes(ByteArrayOutputStream out, int number, byte[] bytes) {
        putVarint(out, ((long) number << 3) | LENGTH);
        putVarint(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static void putVarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
