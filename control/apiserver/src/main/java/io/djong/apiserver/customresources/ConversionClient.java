package io.djong.apiserver.customresources;

import io.djong.meta.tree.Fields;

/// Carries reviews to conversion webhooks.
@FunctionalInterface
public interface ConversionClient {

    /// @param clientConfig `url` or `service`, and `caBundle`
    /// @return the document that came back
    /// @throws ConversionException when none did
    Fields post(Fields clientConfig, Fields review);
}
