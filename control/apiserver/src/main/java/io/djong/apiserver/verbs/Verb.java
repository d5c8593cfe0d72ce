package io.djong.apiserver.verbs;

import io.djong.apiserver.requests.Call;
import io.djong.apiserver.requests.Reply;
import io.djong.apiserver.resources.Resource;

/// One way to treat the objects of a resource.
@FunctionalInterface
public interface Verb {

    /// @throws io.djong.meta.ApiException when the request is refused
    Reply serve(Call call, Resource resource);
}
