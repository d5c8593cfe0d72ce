package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.DeleteOptions;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.meta.tree.Fields;

/// `DELETE` of one object.
public final class DeleteVerb implements Verb {

    private final Deletion deletion;

    public DeleteVerb(Backend backend) {
        this.deletion = new Deletion(backend);
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        DeleteOptions options = DeleteBody.options(call);
        String name = call.info().name();
        String warning = resource.rules().warningOnDelete(policyAsked(options));
        if (warning != null) {
            call.warn(warning);
        }
        Deletion.Deleted deleted =
                deletion.delete(
                        call, resource, resource.key(call.info().namespace(), name), name, options);
        int status =
                !deleted.isGone() && Boolean.FALSE.equals(options.orphanDependents()) ? 202 : 200;
        if (deleted.isGone() && !resource.traits().answersDeleted()) {
            return Reply.document(status, success(resource, name, deleted.object()), null);
        }
        return deleted.stored() == null
                ? Reply.document(status, deleted.object(), resource)
                : Reply.stored(status, deleted.stored(), resource);
    }

    static String policyAsked(DeleteOptions options) {
        return options.orphanDependents() == null
                ? options.propagation()
                : options.orphanDependents() ? "Orphan" : "Background";
    }

    private static Fields success(Resource resource, String name, Fields object) {
        Fields.Builder details = Fields.builder().add("name", name);
        if (!resource.group().isEmpty()) {
            details.add("group", resource.group());
        }
        details.add("kind", resource.name()).add("uid", object.fields("metadata").string("uid"));
        return Fields.builder()
                .add("kind", "Status")
                .add("apiVersion", "v1")
                .add("metadata", Fields.EMPTY)
                .add("status", "Success")
                .add("details", details.build())
                .build();
    }
}
