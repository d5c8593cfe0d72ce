package io.djong.http;

/// A server answered an upgrade with something else than 101. The answer's body can still be read, and must be closed.
public final class UpgradeRefusedException extends RuntimeException {

    private final transient Response response;

    public UpgradeRefusedException(Response response) {
        super("upgrade: server answered " + response.status());
        this.response = response;
    }

    public Response response() {
        return response;
    }
}
