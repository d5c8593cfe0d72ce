package io.djong.http;

/// What a WebSocket delivers.
public sealed interface WebSocketMessage {

    record Text(String text) implements WebSocketMessage {}

    @SuppressWarnings("ArrayRecordComponent")
    record Binary(byte[] bytes) implements WebSocketMessage {}

    /// The end: the code and reason of the close frame, or [#ABNORMAL] when the connection broke.
    record Closed(int code, String reason) implements WebSocketMessage {
        public static final int NORMAL = 1000;
        public static final int GOING_AWAY = 1001;
        public static final int PROTOCOL_ERROR = 1002;
        public static final int NO_STATUS = 1005;
        public static final int ABNORMAL = 1006;
        public static final int TOO_BIG = 1009;
        public static final int INTERNAL_ERROR = 1011;
    }
}
