package io.djong.apiserver.audit;

/// When in the life of a request an event is made.
enum Stage {
    REQUEST_RECEIVED("RequestReceived"),
    RESPONSE_STARTED("ResponseStarted"),
    RESPONSE_COMPLETE("ResponseComplete"),
    PANIC("Panic");

    private final String text;

    Stage(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }
}
