package io.djong.apiserver.resources.core;

import io.djong.apiserver.resources.KindRules;
import io.djong.apiserver.resources.RequestContext;
import io.djong.apiserver.tables.Ages;
import io.djong.apiserver.tables.Column;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import io.djong.wire.DecodeException;
import io.djong.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// @spec https://kubernetes.io/docs/concepts/configuration/secret/ Secrets
public final class SecretResource implements KindRules {

    private static final int BYTES_MAX = 1024 * 1024;

    /// `stringData` is only ever written: it goes into `data`.
    @Override
    public Fields defaults(Fields object) {
        Fields changed = object;
        Fields strings = object.fields("stringData");
        if (!strings.isEmpty()) {
            Fields data = object.fields("data");
            for (int i = 0; i < strings.size(); i++) {
                byte[] value =
                        Objects.toString(strings.valueAt(i), "").getBytes(StandardCharsets.UTF_8);
                data = data.with(strings.nameAt(i), Base64.getEncoder().encodeToString(value));
            }
            changed = changed.with("data", data);
        }
        changed = changed.without("stringData");
        return changed.string("type").isEmpty() ? changed.with("type", "Opaque") : changed;
    }

    @Override
    public Fields prepareForUpdate(Fields object, Fields before, RequestContext context) {
        // An update that names no type keeps the one there is.
        return object.string("type").isEmpty()
                ? object.with("type", before.string("type"))
                : object;
    }

    @Override
    public void validateCreate(Fields object, FieldErrors errors) {
        Fields data = object.fields("data");
        long size = 0;
        for (int i = 0; i < data.size(); i++) {
            String key = data.nameAt(i);
            errors.invalid(FieldPath.of("data").key(key), key, Names.configKey(key));
            size += Secrets.decodedLength(data.valueAt(i));
        }
        if (size > BYTES_MAX) {
            errors.tooLong(FieldPath.of("data"), BYTES_MAX);
        }
        validateType(object, data, errors);
    }

    private static void validateType(Fields object, Fields data, FieldErrors errors) {
        switch (object.string("type")) {
            case "kubernetes.io/service-account-token" -> {
                String account =
                        object.fields("metadata")
                                .fields("annotations")
                                .string("kubernetes.io/service-account.name");
                if (account.isEmpty()) {
                    errors.required(
                            FieldPath.of("metadata", "annotations")
                                    .key("kubernetes.io/service-account.name"),
                            "");
                }
            }
            case "kubernetes.io/dockercfg" -> validateJson(data, ".dockercfg", errors);
            case "kubernetes.io/dockerconfigjson" ->
                    validateJson(data, ".dockerconfigjson", errors);
            case "kubernetes.io/basic-auth" -> {
                if (!data.has("username") && !data.has("password")) {
                    errors.required(FieldPath.of("data[%s]".formatted("username")), "");
                    errors.required(FieldPath.of("data[%s]".formatted("password")), "");
                }
            }
            case "kubernetes.io/ssh-auth" -> {
                if (data.string("ssh-privatekey").isEmpty()) {
                    errors.required(FieldPath.of("data[%s]".formatted("ssh-privatekey")), "");
                }
            }
            case "kubernetes.io/tls" -> {
                for (String key : List.of("tls.crt", "tls.key")) {
                    if (!data.has(key)) {
                        errors.required(FieldPath.of("data").key(key), "");
                    }
                }
            }
            default -> {}
        }
    }

    private static void validateJson(Fields data, String key, FieldErrors errors) {
        FieldPath path = FieldPath.of("data").key(key);
        if (!data.has(key)) {
            errors.required(path, "");
            return;
        }
        try {
            Json.parseObject(Base64.getDecoder().decode(data.string(key)));
        } catch (IllegalArgumentException | DecodeException malformed) {
            errors.invalid(
                    path,
                    "<secret contents redacted>",
                    Objects.toString(malformed.getMessage(), ""));
        }
    }

    @Override
    public void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        errors.immutable(FieldPath.of("type"), object.value("type"), before.value("type"));
        Secrets.validateImmutable(object, before, List.of("data"), errors);
        validateCreate(object, errors);
    }

    @Override
    public Map<String, Function<Fields, String>> selectableFields() {
        return Map.of("type", object -> object.string("type"));
    }

    @Override
    public List<Column> columns() {
        return List.of(Column.NAME, Column.string("Type"), Column.string("Data"), Column.AGE);
    }

    @Override
    public List<@Nullable Object> cells(Fields object, Instant now) {
        return List.of(
                object.fields("metadata").string("name"),
                object.string("type"),
                (long) object.fields("data").size(),
                Ages.age(object, now));
    }
}
