package io.djong.admission;

import io.djong.meta.GroupVersion;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import java.util.List;

/// Reviews of core objects, for tests.
final class Reviews {

    private static final GroupVersion CORE = new GroupVersion("", "v1");

    private Reviews() {}

    static Fields named(String namespace, String name) {
        return Fields.of("metadata", Fields.of("name", name, "namespace", namespace));
    }

    static Fields pod(String namespace, String name, Fields... containers) {
        return named(namespace, name).with("spec", Fields.of("containers", List.of(containers)));
    }

    static Review.Create create(String resource, Fields object) {
        return new Review.Create(call(resource, "", object, UserInfo.of("alice")), object);
    }

    static Call call(String resource, String subresource, Fields object, UserInfo user) {
        Fields metadata = object.fields("metadata");
        return new Call(
                CORE,
                resource,
                subresource,
                CORE,
                "",
                metadata.string("namespace"),
                metadata.string("name"),
                user,
                false,
                Fields.EMPTY,
                Call.Notes.DROPPED);
    }
}
