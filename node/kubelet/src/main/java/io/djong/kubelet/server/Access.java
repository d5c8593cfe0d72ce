package io.djong.kubelet.server;

import io.djong.http.Exchange;

/// Who may ask what.
@FunctionalInterface
public interface Access {

    /// Returns when the caller may; `subresource` is one of the node's, as RBAC knows them: `proxy`, `stats`, `metrics` ...
    ///
    /// @throws io.djong.http.HttpException with 401 or 403 otherwise
    void check(Exchange exchange, String verb, String subresource);
}
