package io.djong.apiserver.resources.storage;

import io.djong.apiserver.resources.Trees;
import io.djong.apiserver.validation.Checks;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.validation.Names;
import io.djong.meta.tree.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a VolumeAttachment must be like. Texts as in Kubernetes 1.36.
final class VolumeAttachmentValidation {

    private static final FieldPath SPEC = FieldPath.of("spec");
    private static final int ATTACHER_MAX = 63;
    private static final int MESSAGE_BYTES_MAX = 4 * 1024;
    private static final int METADATA_BYTES_MAX = 256 * 1024;

    private VolumeAttachmentValidation() {}

    static void validate(Fields object, FieldErrors errors) {
        Fields spec = object.fields("spec");
        String attacher = spec.string("attacher");
        if (attacher.isEmpty()) {
            errors.required(SPEC.child("attacher"), "");
        } else {
            errors.invalid(
                    SPEC.child("attacher"),
                    attacher,
                    Names.qualified(attacher.toLowerCase(Locale.ROOT)));
            if (attacher.length() > ATTACHER_MAX) {
                errors.tooLong(SPEC.child("attacher"), ATTACHER_MAX);
            }
        }
        source(spec.fields("source"), SPEC.child("source"), errors);
        Checks.subdomain(spec.string("nodeName"), SPEC.child("nodeName"), errors);
        status(object, errors);
    }

    private static void source(Fields source, FieldPath path, FieldErrors errors) {
        String volume = source.stringOrNull("persistentVolumeName");
        Fields inline = source.fieldsOrNull("inlineVolumeSpec");
        if (volume == null && inline == null) {
            errors.required(
                    path, "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        } else if (volume != null && inline != null) {
            errors.forbidden(
                    path, "must specify exactly one of inlineVolumeSpec and persistentVolumeName");
        } else if (volume != null && volume.isEmpty()) {
            errors.required(
                    path.child("persistentVolumeName"),
                    "must specify non empty persistentVolumeName");
        } else if (inline != null) {
            InlineVolumeValidation.validate(inline, path.child("inlineVolumeSpec"), errors);
        }
    }

    static void status(Fields object, FieldErrors errors) {
        Fields status = object.fields("status");
        FieldPath path = FieldPath.of("status");
        metadata(status.fields("attachmentMetadata"), path.child("attachmentMetadata"), errors);
        error(status.fields("attachError"), path.child("attachError"), errors);
        error(status.fields("detachError"), path.child("detachError"), errors);
    }

    private static void metadata(Fields metadata, FieldPath path, FieldErrors errors) {
        long bytes = 0;
        for (String name : metadata.keySet()) {
            if (name.isEmpty()) {
                errors.invalid(path, name, "field can not be empty.");
            }
            bytes += name.getBytes(StandardCharsets.UTF_8).length;
            bytes += metadata.string(name).getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > METADATA_BYTES_MAX) {
            errors.tooLong(path, METADATA_BYTES_MAX);
        }
    }

    private static void error(Fields error, FieldPath path, FieldErrors errors) {
        if (error.string("message").getBytes(StandardCharsets.UTF_8).length > MESSAGE_BYTES_MAX) {
            errors.tooLong(path.child("message"), MESSAGE_BYTES_MAX);
        }
        Long code = error.integerOrNull("errorCode");
        if (code != null && code < 0) {
            errors.invalid(path.child("errorCode"), code, Checks.NOT_NEGATIVE);
        }
    }

    static void validateUpdate(Fields object, Fields before, FieldErrors errors) {
        validate(object, errors);
        if (!Trees.isSet(before, "spec") || !object.fields("spec").equals(before.fields("spec"))) {
            errors.invalid(SPEC, object.value("spec"), FieldErrors.IMMUTABLE);
        }
    }
}
