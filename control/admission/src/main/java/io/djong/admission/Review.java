package io.djong.admission;

import io.djong.meta.ApiException;
import io.djong.meta.Failure;
import io.djong.meta.tree.Fields;

/// One write on its way into the cluster, as plug-ins see it.
public sealed interface Review {

    /// What all reviews have in common.
    Call call();

    /// The object that would be stored; [Fields#EMPTY] for a deletion.
    default Fields object() {
        return Fields.EMPTY;
    }

    /// The object that is stored; [Fields#EMPTY] when there is none.
    default Fields old() {
        return Fields.EMPTY;
    }

    /// The same review of another object.
    Review withObject(Fields changed);

    record Create(Call call, Fields object) implements Review {
        @Override
        public Create withObject(Fields changed) {
            return new Create(call, changed);
        }
    }

    record Update(Call call, Fields object, Fields old) implements Review {
        @Override
        public Update withObject(Fields changed) {
            return new Update(call, changed, old);
        }
    }

    /// `old` is empty when a collection is deleted and plug-ins are asked about the collection as such.
    record Delete(Call call, Fields old) implements Review {
        @Override
        public Delete withObject(Fields changed) {
            return this;
        }
    }

    /// A connection to a subresource: `exec`, `attach`, `port-forward`, `proxy`. The object is its options.
    record Connect(Call call, Fields object) implements Review {
        @Override
        public Connect withObject(Fields changed) {
            return new Connect(call, changed);
        }
    }

    /// As in `AdmissionReview.operation`.
    default String operation() {
        return switch (this) {
            case Create _ -> "CREATE";
            case Update _ -> "UPDATE";
            case Delete _ -> "DELETE";
            case Connect _ -> "CONNECT";
        };
    }

    /// Whether this is about the resource of that group itself, not about a subresource.
    default boolean isOf(String group, String resource) {
        return isOf(group, resource, "");
    }

    default boolean isOf(String group, String resource, String subresource) {
        return call().subresource().equals(subresource)
                && call().resource().equals(resource)
                && call().group().equals(group);
    }

    /// `pods "a" is forbidden: why`, as upstream wraps what plug-ins object.
    default ApiException forbidden(String why) {
        return new ApiException(
                Failure.forbidden(call().group(), call().resource(), nameForMessage(), why));
    }

    /// The name, or what `generateName` leaves unknown as upstream words it.
    private String nameForMessage() {
        if (!call().name().isEmpty()) {
            return call().name();
        }
        Fields metadata = object().fields("metadata");
        String name = metadata.string("name");
        if (!name.isEmpty()) {
            return name;
        }
        return metadata.string("generateName").isEmpty()
                ? "Unknown"
                : metadata.string("generateName");
    }
}
