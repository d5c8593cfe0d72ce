package io.djong.http;

/// One accepted connection, as the server sees it when it closes. Callable from any thread.
interface ServerConnection {

    /// Ends the connection once the requests at work are answered, taking no further ones.
    void drain();

    /// Ends it now.
    void cut();
}
