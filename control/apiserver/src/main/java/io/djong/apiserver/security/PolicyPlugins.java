package io.djong.apiserver.security;

import io.djong.admission.AdmissionPlugin;
import io.djong.admission.matching.Target;
import io.djong.admission.policy.Access;
import io.djong.admission.policy.MutatingAdmissionPolicy;
import io.djong.admission.policy.Parameters;
import io.djong.admission.policy.Policies;
import io.djong.admission.policy.PolicyWorld;
import io.djong.admission.policy.ValidatingAdmissionPolicy;
import io.djong.api.core.v1.Namespace;
import io.djong.apiserver.catalog.Resources;
import io.djong.apiserver.resources.Resource;
import io.djong.apiserver.resources.Resource.StorageName;
import io.djong.apiserver.storage.Objects;
import io.djong.apiserver.storage.StoreLookup;
import io.djong.auth.Attributes;
import io.djong.auth.Authorizer;
import io.djong.cel.Authorization;
import io.djong.meta.GroupVersion;
import io.djong.meta.UserInfo;
import io.djong.meta.tree.Fields;
import io.djong.wire.managed.MergeType;
import io.djong.wire.managed.MergeTypes;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Admission policies over the store: a policy, a binding or a parameter counts as soon as its write was answered.
final class PolicyPlugins {

    private static final String GROUP = "admissionregistration.k8s.io";

    private PolicyPlugins() {}

    static List<AdmissionPlugin> of(
            Objects objects,
            Supplier<Resources> resources,
            ResourceDocuments documents,
            Access access) {
        PolicyWorld world =
                new PolicyWorld(
                        new StoreLookup<>(objects, Namespace.KIND),
                        documents,
                        documents,
                        (version, kind) -> parameters(objects, resources.get(), version, kind),
                        access);
        return List.of(
                new MutatingAdmissionPolicy(
                        policies(objects, "mutatingadmissionpolic", true),
                        world,
                        target -> type(resources.get(), target)),
                new ValidatingAdmissionPolicy(
                        policies(objects, "validatingadmissionpolic", false), world));
    }

    private static Policies policies(Objects objects, String stem, boolean mutates) {
        Policies policies =
                new Policies(
                        () -> objects.list(GROUP, stem + "ies", ""),
                        () -> objects.list(GROUP, stem + "ybindings", ""),
                        mutates);
        String ofPolicies = new StorageName(GROUP, stem + "ies").prefix();
        String ofBindings = new StorageName(GROUP, stem + "ybindings").prefix();
        objects.listen((key, _) -> {
            if (key.startsWith(ofPolicies) || key.startsWith(ofBindings)) {
                policies.changed();
            }
        });
        return policies;
    }

    private static MergeType type(Resources resources, Target target) {
        Resource resource = resources.find(target.resourceVersion(), target.resource());
        return resource == null || resource.type().fields().isEmpty()
                ? MergeTypes.DEDUCED
                : MergeType.of(resource.type());
    }

    private static Optional<Parameters.Source> parameters(
            Objects objects, Resources resources, GroupVersion version, String kind) {
        for (Resource resource : resources.all()) {
            if (resource.groupVersion().equals(version)
                    && resource.kind().equals(kind)
                    && resource.isStored()) {
                return Optional.of(new Stored(objects, resource));
            }
        }
        return Optional.empty();
    }

    private record Stored(Objects objects, Resource resource) implements Parameters.Source {
        @Override
        public boolean isNamespaced() {
            return resource.isNamespaced();
        }

        @Override
        public Optional<Fields> find(String namespace, String name) {
            StorageName storage = resource.storage();
            Fields found = objects.get(storage.group(), storage.resource(), namespace, name);
            return Optional.ofNullable(found).map(this::served);
        }

        @Override
        public List<Fields> list(String namespace) {
            StorageName storage = resource.storage();
            return objects.list(storage.group(), storage.resource(), namespace).stream()
                    .map(this::served)
                    .toList();
        }

        private Fields served(Fields stored) {
            return resource.conversion()
                    .toServed(stored)
                    .with("apiVersion", resource.apiVersion())
                    .with("kind", resource.kind());
        }
    }

    static Access access(Authorizer authorizer) {
        return new Access() {
            @Override
            public Authorization.Decision path(UserInfo user, String path, String verb) {
                return decision(authorizer.authorize(Attributes.path(user, verb, path)));
            }

            @Override
            public Authorization.Decision resource(
                    UserInfo user, Authorization.ResourceCheck check, String verb) {
                return decision(
                        authorizer.authorize(
                                Attributes.resource(user, verb, check.group(), check.resource())
                                        .withSubresource(check.subresource())
                                        .in(check.namespace())
                                        .withName(check.name())));
            }
        };
    }

    private static Authorization.Decision decision(io.djong.auth.Decision decision) {
        return new Authorization.Decision(decision.isAllowed(), decision.reason(), "");
    }
}
