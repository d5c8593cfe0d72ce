package io.djong.apiserver.customresources;

import io.djong.meta.tree.Fields;
import java.util.List;

/// Changes documents of one kind from version to version.
///
/// @spec https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/ Versions in CustomResourceDefinitions
interface Converter {

    /// Nothing but the version changes.
    Converter NONE =
            (objects, apiVersion) ->
                    objects.stream().map(object -> object.with("apiVersion", apiVersion)).toList();

    /// @param objects none of them in that version yet
    /// @throws io.djong.meta.ApiException 500 when they cannot be converted
    List<Fields> convert(List<Fields> objects, String apiVersion);
}
