package io.djong.http;

import io.djong.meta.Log;
import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.jspecify.annotations.Nullable;

/// What Netty has to say, in our own log: warnings and errors only, since the rest speaks of Netty's own affairs. It also
/// spares the start of `java.util.logging`, which takes longer than binding a port.
final class NettyLog extends AbstractInternalLogger {

    private static final Log LOG = Log.of(NettyLog.class);

    /// gRPC asks for keep-alive on Unix sockets too, which have none.
    private static final String UNKNOWN_OPTION = "Unknown channel option";

    private NettyLog(String name) {
        super(name);
    }

    /// Before the first use of Netty; has no effect later.
    static void install() {
        InternalLoggerFactory.setDefaultFactory(
                new InternalLoggerFactory() {
                    @Override
                    protected InternalLogger newInstance(String name) {
                        return new NettyLog(name);
                    }
                });
    }

    private void warned(@Nullable String format, @Nullable Object... arguments) {
        if (format != null && format.startsWith(UNKNOWN_OPTION)) {
            return;
        }
        LOG.warn("Netty warns", "logger", name(), "message", message(format, arguments));
    }

    private void failed(@Nullable String format, @Nullable Object... arguments) {
        LOG.error("Netty failed", "logger", name(), "message", message(format, arguments));
    }

    /// Puts the arguments where the braces are, a last one without braces behind.
    private static String message(@Nullable String format, @Nullable Object... arguments) {
        StringBuilder text = new StringBuilder(String.valueOf(format));
        int from = 0;
        for (Object argument : arguments) {
            int braces = text.indexOf("{}", from);
            String value = String.valueOf(argument);
            if (braces < 0) {
                text.append(": ").append(value);
                from = text.length();
            } else {
                text.replace(braces, braces + 2, value);
                from = braces + value.length();
            }
        }
        return text.toString();
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }

    @Override
    public void trace(@Nullable String message) {}

    @Override
    public void trace(@Nullable String format, @Nullable Object argument) {}

    @Override
    public void trace(@Nullable String format, @Nullable Object one, @Nullable Object other) {}

    @Override
    public void trace(@Nullable String format, @Nullable Object... arguments) {}

    @Override
    public void trace(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public void debug(@Nullable String message) {}

    @Override
    public void debug(@Nullable String format, @Nullable Object argument) {}

    @Override
    public void debug(@Nullable String format, @Nullable Object one, @Nullable Object other) {}

    @Override
    public void debug(@Nullable String format, @Nullable Object... arguments) {}

    @Override
    public void debug(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public void info(@Nullable String message) {}

    @Override
    public void info(@Nullable String format, @Nullable Object argument) {}

    @Override
    public void info(@Nullable String format, @Nullable Object one, @Nullable Object other) {}

    @Override
    public void info(@Nullable String format, @Nullable Object... arguments) {}

    @Override
    public void info(@Nullable String message, @Nullable Throwable cause) {}

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public void warn(@Nullable String message) {
        warned(message);
    }

    @Override
    public void warn(@Nullable String format, @Nullable Object argument) {
        warned(format, argument);
    }

    @Override
    public void warn(@Nullable String format, @Nullable Object one, @Nullable Object other) {
        warned(format, one, other);
    }

    @Override
    public void warn(@Nullable String format, @Nullable Object... arguments) {
        warned(format, arguments);
    }

    @Override
    public void warn(@Nullable String message, @Nullable Throwable cause) {
        warned(message, cause);
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public void error(@Nullable String message) {
        failed(message);
    }

    @Override
    public void error(@Nullable String format, @Nullable Object argument) {
        failed(format, argument);
    }

    @Override
    public void error(@Nullable String format, @Nullable Object one, @Nullable Object other) {
        failed(format, one, other);
    }

    @Override
    public void error(@Nullable String format, @Nullable Object... arguments) {
        failed(format, arguments);
    }

    @Override
    public void error(@Nullable String message, @Nullable Throwable cause) {
        failed(message, cause);
    }
}
