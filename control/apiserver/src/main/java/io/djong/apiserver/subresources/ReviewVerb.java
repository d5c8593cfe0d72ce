package io.djong.apiserver.subresources;

import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.verbs.CreateVerb;
import io.djong.apiserver.verbs.OwnedDocument;
import io.djong.apiserver.verbs.Verb;
import io.djong.meta.Clock;
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

    private final Clock clock;
    private final Answer answer;

    public ReviewVerb(Clock clock, Answer answer) {
        this.clock = clock;
        this.answer = answer;
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        WriteOptions options = WriteOptions.of("CreateOptions", call.query(), false);
        Fields review = CreateVerb.decode(call, resource, options);
        BodyDecoder.Expected expected =
                new BodyDecoder.Expected(resource.groupVersion(), resource.kind(), resource.type());
        Fields owned = new OwnedDocument(expected).ofNew(call, options, review, clock.now());
        if (resource.isNamespaced()) {
            // Refuses another namespace; the question itself is answered as it was asked.
            CreateVerb.inNamespace(call, resource, review);
        }
        Fields asked = resource.conversion().toStored(review);
        Fields answered = resource.conversion().toServed(answer.answer(asked, call));
        Object owners = owned.fields("metadata").value("managedFields");
        // The answer to who one is holds nothing of the question, so nobody owns any of it.
        if (owners != null && !resource.kind().equals("SelfSubjectReview")) {
            answered = answered.withAt(owners, "metadata", "managedFields");
        }
        return Reply.document(201, answered, resource);
    }
}
