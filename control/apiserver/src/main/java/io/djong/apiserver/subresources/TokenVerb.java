package io.djong.apiserver.subresources;

import io.djong.admission.Review;
import io.djong.apiserver.decoding.BodyDecoder;
import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.requests.WriteOptions;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.GetVerb;
import io.djong.apiserver.verbs.OwnedDocument;
import io.djong.apiserver.verbs.Verb;
import io.djong.auth.token.TokenRequests;
import io.djong.meta.ObjectKey;
import io.djong.meta.Times;
import io.djong.meta.tree.Fields;

/// `serviceaccounts/token`: a token that is bound to an object and expires.
///
/// @spec https://kubernetes.io/docs/reference/kubernetes-api/authentication-resources/token-request-v1/ TokenRequest
public final class TokenVerb implements Verb {

    private static final BodyDecoder.Expected REQUEST =
            Documents.expected(
                    "authentication.k8s.io",
                    "v1",
                    "TokenRequest",
                    "io.k8s.api.authentication.v1.TokenRequest");

    private static final long DEFAULT_SECONDS = 3600;

    private final Backend backend;
    private final TokenRequests tokens;

    public TokenVerb(Backend backend, TokenRequests tokens) {
        this.backend = backend;
        this.tokens = tokens;
    }

    @Override
    public Reply serve(Call call, Resource resource) {
        Documents.require(call, "POST");
        WriteOptions options = WriteOptions.of("CreateOptions", call.query(), false);
        Fields request = Documents.decode(call, REQUEST, options);
        Fields account = GetVerb.find(backend, call, resource).metadata();
        backend.admit(
                new Review.Create(
                        backend.admissionCall(
                                call,
                                resource,
                                call.info().name(),
                                options.dryRun(),
                                options.document(),
                                REQUEST.groupVersion(),
                                REQUEST.kind()),
                        request));
        Fields answer =
                tokens.answer(ObjectKey.of(call.info().namespace(), call.info().name()), request);
        Object owners =
                new OwnedDocument(REQUEST)
                        .ofNew(call, options, defaulted(request), backend.clock().now())
                        .fields("metadata")
                        .value("managedFields");
        Fields.Builder metadata =
                Fields.builder()
                        .add("name", account.string("name"))
                        .add("namespace", account.string("namespace"))
                        .add("uid", account.string("uid"))
                        .add("creationTimestamp", Times.seconds(backend.clock().now()));
        if (owners != null) {
            metadata.add("managedFields", owners);
        }
        return Reply.document(
                201,
                BodyDecoder.identified(answer.with("metadata", metadata.build()), REQUEST),
                null);
    }

    private static Fields defaulted(Fields request) {
        return request.fields("spec").value("expirationSeconds") != null
                ? request
                : request.withAt(DEFAULT_SECONDS, "spec", "expirationSeconds");
    }
}
