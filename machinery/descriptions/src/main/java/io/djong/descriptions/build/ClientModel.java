package io.djong.descriptions.build;

import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationElement;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.FieldInstruction;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a model class of the Java client says of its type: read from the class file, so that neither the class nor
/// anything it needs is loaded.
///
/// @param fields by JSON name; "" for those without a text
record ClientModel(String description, Map<String, String> fields) {

    private static final String SERIALIZED_NAME = "Lcom/google/gson/annotations/SerializedName;";
    private static final String MODEL = "Lio/swagger/annotations/ApiModel;";
    private static final String PROPERTY = "Lio/swagger/annotations/ApiModelProperty;";

    static ClientModel parse(byte[] classFile) {
        ClassModel model = ClassFile.of().parse(classFile);
        Map<String, String> jsonNames = new LinkedHashMap<>();
        for (FieldModel field : model.fields()) {
            String name = value(field, SERIALIZED_NAME, "value");
            if (name != null) {
                jsonNames.put(field.fieldName().stringValue(), name);
            }
        }
        Map<String, String> texts = new HashMap<>();
        jsonNames.values().forEach(name -> texts.put(name, ""));
        for (MethodModel method : model.methods()) {
            String text = value(method, PROPERTY, "value");
            String read = fieldRead(method);
            String jsonName = read == null ? null : jsonNames.get(read);
            if (text != null && jsonName != null) {
                texts.put(jsonName, text);
            }
        }
        String description = value(model, MODEL, "description");
        return new ClientModel(description == null ? "" : description, texts);
    }

    /// The field that a getter answers with.
    private static @Nullable String fieldRead(MethodModel method) {
        return method.code().stream()
                .flatMap(code -> code.elementStream())
                .filter(FieldInstruction.class::isInstance)
                .map(element -> ((FieldInstruction) element).name().stringValue())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String value(
            AttributedElement of, String annotationType, String element) {
        return of.findAttribute(Attributes.runtimeVisibleAnnotations()).stream()
                .flatMap(attribute -> attribute.annotations().stream())
                .filter(annotation -> annotation.className().equalsString(annotationType))
                .map(annotation -> text(annotation, element))
                .findFirst()
                .orElse(null);
    }

    private static String text(Annotation annotation, String name) {
        for (AnnotationElement element : annotation.elements()) {
            if (element.name().equalsString(name)
                    && element.value() instanceof AnnotationValue.OfString text) {
                return text.stringValue();
            }
        }
        return "";
    }
}
