package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/configuration/configmap/ ConfigMaps
public final class ConfigMapResource implements KindRules {

    /// All keys and values together.
    static final int BYTES_MAX = 1024 * 1024;

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        Fields data = object.fields("data");
        Fields binary = object.fields("binaryData");
        long size = 0;
        for (int i = 0; i < data.size(); i++) {
            String key = data.nameAt(i);
            FieldPath path = FieldPath.of("data").key(key);
            errors.invalid(path, key, Names.configKey(key));
            if (binary.has(key)) {
                errors.invalid(path, key, "duplicate of key present in binaryData");
            }
            size += Objects.toString(data.valueAt(i), "").getBytes(StandardCharsets.UTF_8).length;
        }
        for (int i = 0; i < binary.size(); i++) {
            String key = binary.nameAt(i);
            errors.invalid(FieldPath.of("binaryData").key(key), key, Names.configKey(key));
            size += Secrets.decodedLength(binary.valueAt(i));
        }
        if (size > BYTES_MAX) {
            errors.tooLong(FieldPath.ROOT, BYTES_MAX);
        }
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        Secrets.validateImmutable(object, before, List.of("data", "binaryData"), errors);
        validateCreate(object, errors);
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("Data"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                object.fields("metadata").string("name"),
                (long) object.fields("data").size() + object.fields("binaryData").size(),
                Ages.age(object, now));
    }
}
