package io.djong.meta;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// A log of constant sentences with pairs: `LOG.info("Pod bound", "pod", key, "node", node)`.
///
/// Lines go to standard error: time, level, component, sentence, pairs. Values with blanks or quotes are quoted.
public final class Log {

    public enum Level {
        DEBUG,
        INFO,
        WARN,
        ERROR
    }

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static volatile Level threshold = Level.INFO;
    private static volatile PrintStream out = System.err;
    private static volatile Clock clock = Clock.system();

    private final String component;

    private Log(String component) {
        this.component = component;
    }

    /// The log of a class; its module (the package below `io.djong`) names the component.
    public static Log of(Class<?> owner) {
        String module = owner.getPackageName().replaceFirst("^io\\.djong\\.?", "");
        return new Log(module.isEmpty() ? "djong" : module);
    }

    public static void threshold(Level level) {
        threshold = level;
    }

    public static void to(PrintStream stream) {
        out = stream;
    }

    public static void clock(Clock source) {
        clock = source;
    }

    public boolean isDebug() {
        return threshold == Level.DEBUG;
    }

    public void debug(String sentence, @Nullable Object... pairs) {
        write(Level.DEBUG, sentence, null, pairs);
    }

    public void info(String sentence, @Nullable Object... pairs) {
        write(Level.INFO, sentence, null, pairs);
    }

    public void warn(String sentence, @Nullable Object... pairs) {
        write(Level.WARN, sentence, null, pairs);
    }

    public void warn(String sentence, Throwable failure, @Nullable Object... pairs) {
        write(Level.WARN, sentence, failure, pairs);
    }

    public void error(String sentence, @Nullable Object... pairs) {
        write(Level.ERROR, sentence, null, pairs);
    }

    public void error(String sentence, Throwable failure, @Nullable Object... pairs) {
        write(Level.ERROR, sentence, failure, pairs);
    }

    private void write(
            Level level, String sentence, @Nullable Throwable failure, @Nullable Object... pairs) {
        if (level.compareTo(threshold) < 0) {
            return;
        }
        StringBuilder line = new StringBuilder(120);
        line.append(TIME.format(clock.now())).append(' ').append(level).append(' ');
        line.append(component).append(": ").append(sentence);
        for (int i = 0; i + 1 < pairs.length; i += 2) {
            line.append(' ').append(pairs[i]).append('=');
            appendValue(line, String.valueOf(pairs[i + 1]));
        }
        if (failure != null) {
            line.append(" failure=");
            appendValue(line, failure.toString());
            if (level == Level.ERROR || threshold == Level.DEBUG) {
                StringWriter trace = new StringWriter();
                failure.printStackTrace(new PrintWriter(trace));
                line.append('\n').append(trace.toString().stripTrailing());
            }
        }
        out.println(line);
    }

    private static void appendValue(StringBuilder line, String value) {
        if (!value.isEmpty() && value.chars().noneMatch(c -> c <= ' ' || c == '"' || c == '=')) {
            line.append(value);
            return;
        }
        line.append('"')
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"))
                .append('"');
    }
}
