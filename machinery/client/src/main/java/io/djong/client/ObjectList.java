package io.djong.client;

import java.util.List;

/// A page of objects, and the revision they are of.
///
/// @param continueToken "" on the last page
public record ObjectList<T>(List<T> items, String resourceVersion, String continueToken) {}
