package io.djong.clients;

import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import org.jspecify.annotations.Nullable;

/// The custom kind of the operator: a page that becomes a ConfigMap.
@Group("example.com")
@Version("v1")
public class Website extends CustomResource<Website.Spec, Website.Status> implements Namespaced {

    /// Of an object as `kubectl apply` takes it.
    static final String DEFINITION =
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: websites.example.com
            spec:
              group: example.com
              scope: Namespaced
              names: {kind: Website, plural: websites, singular: website}
              versions:
              - name: v1
                served: true
                storage: true
                subresources: {status: {}}
                schema:
                  openAPIV3Schema:
                    type: object
                    properties:
                      spec:
                        type: object
                        required: [html]
                        properties:
                          html: {type: string, minLength: 1}
                      status:
                        type: object
                        properties:
                          page: {type: string}
                          observedGeneration: {type: integer, format: int64}
            """;

    /// What a user wants; the client's mapper needs setters or public fields.
    @SuppressWarnings("NullAway.Init")
    public static class Spec {
        public @Nullable String html;
    }

    public static class Status {
        public @Nullable String page;
        public @Nullable Long observedGeneration;
    }
}
