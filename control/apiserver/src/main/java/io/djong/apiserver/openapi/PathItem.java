package io.djong.apiserver.openapi;

import java.util.List;

/// A path and what can be done there.
///
/// @param tag by which tools group operations: `core_v1`
record PathItem(String path, String tag, List<Operation> operations) {

    /// The parameters that every operation has; they are told once for the whole path.
    List<Parameter> shared() {
        return operations.getFirst().parameters().stream()
                .filter(parameter ->
                        operations.stream().allMatch(one -> one.parameters().contains(parameter)))
                .toList();
    }
}
