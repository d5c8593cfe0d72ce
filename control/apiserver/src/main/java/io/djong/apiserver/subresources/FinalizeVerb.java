package io.djong.apiserver.subresources;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.validation.FieldErrors;
import io.djong.apiserver.validation.FieldPath;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.CreateVerb;
import io.djong.apiserver.verbs.Update;
import io.djong.apiserver.verbs.UpdateVerb;
import io.djong.apiserver.verbs.Verb;
import io.djong.meta.tree.Fields;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `namespaces/finalize`: the only way to take finalizers off a namespace's `spec`.
public final class FinalizeVerb implements Verb {

    private static final Set<String> STANDARD =
            Set.of("kubernetes", "orphan", "foregroundDeletion");

    private final Update update;

    public FinalizeVerb(Backend backend) {
        this.update = new Update(backend);
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        Documents.require(call, "PUT");
        WriteOptions options = WriteOptions.of("UpdateOptions", call.query(), false);
        Fields namespace = CreateVerb.decode(call, resource, options);
        UpdateVerb.checkName(call.info().name(), namespace);
        validate(namespace);
        return update.update(
                        call,
                        resource,
                        call.info().name(),
                        Update.Part.AS_GIVEN,
                        Update.Origin.PUT,
                        options,
                        current ->
                                update.owned(
                                        call,
                                        resource,
                                        options,
                                        current,
                                        namespace.with("status", current.fields("status"))))
                .reply(resource);
    }

    private static void validate(Fields namespace) {
        FieldErrors errors = new FieldErrors();
        List<@Nullable Object> finalizers = namespace.fields("spec").list("finalizers");
        for (int i = 0; i < finalizers.size(); i++) {
            String name = Objects.toString(finalizers.get(i), "");
            if (!name.contains("/") && !STANDARD.contains(name)) {
                errors.invalid(
                        FieldPath.of("spec", "finalizers").index(i),
                        name,
                        "name is neither a standard finalizer name nor is it fully qualified");
            }
        }
        errors.throwIfAny("", "Namespace", namespace.fields("metadata").string("name"));
    }
}
