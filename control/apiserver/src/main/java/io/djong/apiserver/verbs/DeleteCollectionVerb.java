package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.DeleteOptions;
import io.djong.apiserver.requests.ListOptions;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.storage.Stored;
import io.djong.meta.ApiException;
import io.djong.meta.Reason;
import io.djong.store.Snapshot;
import java.util.ArrayList;
import java.util.List;

/// `DELETE` of a collection: of everything that the selectors match.
public final class DeleteCollectionVerb implements Verb {

    private final Backend backend;
    private final Deletion deletion;

    public DeleteCollectionVerb(Backend backend) {
        this.backend = backend;
        this.deletion = new Deletion(backend);
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        ListOptions list = ListOptions.of(call.query(), false);
        DeleteOptions options = DeleteBody.options(call);
        ListVerb.Matcher matcher = ListVerb.Matcher.of(list, resource);
        String warning = resource.rules().warningOnDelete(DeleteVerb.policyAsked(options));
        if (warning != null) {
            call.warn(warning);
        }
        String prefix = resource.keyPrefix(resource.isNamespaced() ? call.info().namespace() : "");
        Snapshot snapshot = backend.objects().snapshot();
        List<Stored> doomed = new ArrayList<>();
        matcher.scan(
                snapshot,
                prefix,
                null,
                stored -> {
                    doomed.add(stored);
                    return list.limit() == 0 || doomed.size() < list.limit();
                });
        for (Stored stored : doomed) {
            delete(call, resource, stored, options);
        }
        return new Reply.Many(resource, doomed, snapshot.revision(), "", null);
    }

    private void delete(Call call, Resource resource, Stored stored, DeleteOptions options) {
        try {
            deletion.delete(
                    call,
                    resource,
                    stored.key(),
                    stored.metadata().string("name"),
                    options.withoutPreconditions());
        } catch (ApiException refused) {
            // Somebody else was faster, which is what was wanted.
            if (!refused.is(Reason.NOT_FOUND)) {
                throw refused;
            }
        }
    }
}
