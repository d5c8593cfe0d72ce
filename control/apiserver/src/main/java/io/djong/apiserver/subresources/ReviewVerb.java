package io.djong.apiserver.subresources;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.verbs.CreateVerb;
import io.djong.apiserver.verbs.Verb;
import io.djong.meta.tree.Fields;

/// Kinds that are questions: they are answered, never stored.
///
/// @spec https://kubernetes.io/docs/reference/access-authn-authz/authorization/#checking-api-access Checking API access
public final class ReviewVerb implements Verb {

    @FunctionalInterface
    public interface Answer {
        /// @return the review with its status
        Fields answer(Fields review, Call call);
    }

    private final Answer answer;

    public ReviewVerb(Answer answer) {
        this.answer = answer;
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        WriteOptions options = WriteOptions.of("CreateOptions", call.query(), false);
        Fields review = CreateVerb.decode(call, resource, options);
        return Reply.document(201, answer.answer(review, call), resource);
    }
}
