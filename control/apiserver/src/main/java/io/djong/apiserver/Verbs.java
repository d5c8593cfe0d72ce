package io.djong.apiserver;

import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.security.Security;
import io.djong.apiserver.subresources.Subresources;
import io.djong.apiserver.verbs.Backend;
import io.djong.apiserver.verbs.CreateVerb;
import io.djong.apiserver.verbs.DeleteCollectionVerb;
import io.djong.apiserver.verbs.DeleteVerb;
import io.djong.apiserver.verbs.GetVerb;
import io.djong.apiserver.verbs.ListVerb;
import io.djong.apiserver.verbs.PatchVerb;
import io.djong.apiserver.verbs.UpdateVerb;
import io.djong.apiserver.verbs.Verb;
import io.djong.apiserver.verbs.WatchVerb;
import java.util.HashMap;
import java.util.Map;

/// The list of all verbs and subresources.
final class Verbs {

    private Verbs() {}

    /// @param proxied those that end outside this server, by `resource/subresource`
    static Dispatcher.Verbs of(
            Backend backend, Security security, Resources resources, Map<String, Verb> proxied) {
        Map<String, Verb> subresources = new HashMap<>(proxied);
        subresources.putAll(Subresources.all(backend, security, resources));
        return new Dispatcher.Verbs(
                Map.of(
                        "get", new GetVerb(backend),
                        "list", new ListVerb(backend),
                        "watch", new WatchVerb(backend),
                        "create", new CreateVerb(backend),
                        "update", new UpdateVerb(backend),
                        "patch", new PatchVerb(backend),
                        "delete", new DeleteVerb(backend),
                        "deletecollection", new DeleteCollectionVerb(backend)),
                Map.copyOf(subresources),
                Subresources.answered(backend, security, resources));
    }
}
