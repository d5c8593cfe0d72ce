package io.djong.client;

import io.djong.api.DynamicObject;
import io.djong.meta.ApiException;
import io.djong.meta.GroupVersion;
import io.djong.meta.Kind;
import io.djong.meta.Log;
import io.djong.meta.tree.Fields;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Which resources a server has: asked of its discovery documents, so that custom ones are found too. Any thread.
///
/// @spec https://kubernetes.io/docs/concepts/overview/kubernetes-api/#discovery-api Discovery API
public final class Discovery {

    private static final Log LOG = Log.of(Discovery.class);

    /// The group whose kinds have all moved to others: the same objects once more.
    private static final String MOVED = "extensions";

    private final Client client;

    /// @param verbs such as `list`, `watch`, `delete`, `deletecollection`
    public record Resource(Kind<DynamicObject> kind, Set<String> verbs) {
        public boolean can(String... wanted) {
            return verbs.containsAll(List.of(wanted));
        }
    }

    /// @param failedGroups groups and versions that did not answer, such as those of an aggregated server that is down
    public record Answer(List<Resource> resources, List<String> failedGroups) {}

    public Discovery(Client client) {
        this.client = client;
    }

    /// All resources in the version that their group prefers.
    public Answer preferred() {
        List<Resource> resources = new ArrayList<>();
        List<String> failed = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        read("/api/v1", resources, seen, failed);
        for (Object group : client.raw("GET", "/apis", null).list("groups")) {
            Fields one = (Fields) Objects.requireNonNull(group);
            if (one.string("name").equals(MOVED)) {
                continue;
            }
            String preferred = one.fields("preferredVersion").string("groupVersion");
            read("/apis/" + preferred, resources, seen, failed);
            for (Object version : one.list("versions")) {
                String other = ((Fields) Objects.requireNonNull(version)).string("groupVersion");
                if (!other.equals(preferred)) {
                    read("/apis/" + other, resources, seen, failed);
                }
            }
        }
        return new Answer(List.copyOf(resources), List.copyOf(failed));
    }

    private void read(
            String path, List<Resource> resources, Set<String> seen, List<String> failed) {
        Fields list;
        try {
            list = client.raw("GET", path, null);
        } catch (ApiException refused) {
            LOG.debug("Discovery refused", "path", path, "failure", refused.getMessage());
            failed.add(path.substring(path.indexOf('/', 1) + 1));
            return;
        }
        GroupVersion groupVersion = GroupVersion.parse(list.string("groupVersion"));
        for (Object item : list.list("resources")) {
            Fields resource = (Fields) Objects.requireNonNull(item);
            String name = resource.string("name");
            // A resource that several versions have is taken in the first one, which is the
            // preferred.
            if (!name.contains("/") && seen.add(groupVersion.group() + "/" + name)) {
                Kind<?> kind =
                        new Kind<>(
                                groupVersion,
                                resource.string("kind"),
                                name,
                                resource.bool("namespaced"),
                                fields -> fields);
                Set<String> verbs = new HashSet<>();
                resource.list("verbs").forEach(verb -> verbs.add(String.valueOf(verb)));
                resources.add(new Resource(DynamicObject.kind(kind), Set.copyOf(verbs)));
            }
        }
    }
}
