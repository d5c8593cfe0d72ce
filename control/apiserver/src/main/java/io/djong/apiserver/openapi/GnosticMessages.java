package io.djong.apiserver.openapi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The protobuf messages in which clients of Kubernetes know OpenAPI documents.
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

    /// @param type "" for the field of extensions
    record Member(String key, int number, String type) {}

    /// @param choice whether only the first member that fits is written
    record Message(boolean choice, List<Member> members) {
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

    Message find(String name) {
        Message message = messages.get(name);
        if (message == null) {
            throw new IllegalArgumentException("no message " + name);
        }
        return message;
    }
}
