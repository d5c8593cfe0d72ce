package io.djong.store;

/// What is published: all keys, and the newest revision that readers may see of them.
record State(KeyTree<Versions> keys, long revision) {}
