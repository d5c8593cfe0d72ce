package io.djong.apiserver.openapi;

/// The versions of OpenAPI that are served.
enum Edition {
    V2("#/definitions/"),
    V3("#/components/schemas/");

    private final String definitions;

    Edition(String definitions) {
        this.definitions = definitions;
    }

    /// What a `$ref` to the definition of that type says.
    String reference(String typeName) {
        return definitions + typeName;
    }
}
