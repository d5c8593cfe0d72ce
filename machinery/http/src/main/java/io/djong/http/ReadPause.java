package io.djong.http;

import io.netty.channel.ChannelConfig;

/// Stops reading from a channel while its reader has enough to do.
///
/// The event loop pauses, readers resume through the [Outbox]. After pausing the event loop looks again, since the
/// reader may have emptied the pipe before it could see that it should resume.
final class ReadPause {

    private final int fullBytes;
    private volatile boolean paused;

    /// @param fullBytes what may wait for the reader; reading goes on at half of it
    ReadPause(int fullBytes) {
        this.fullBytes = fullBytes;
    }

    boolean isPaused() {
        return paused;
    }

    /// Bytes were added, and `waiting` are there now. Called by the event loop; true when reading has to stop.
    boolean pauses(int waiting, BodyPipe pipe) {
        if (waiting <= fullBytes) {
            return false;
        }
        paused = true;
        if (mayResume(pipe)) {
            paused = false;
        }
        return paused;
    }

    /// Whether the reader that took bytes out just now has to see to it that reading goes on.
    boolean mayResume(BodyPipe pipe) {
        return paused && pipe.available() < fullBytes / 2;
    }

    /// Called by the event loop, before it reads again.
    void end() {
        paused = false;
    }

    /// As [#pauses], for a channel whose only reason to pause this is.
    void pause(int waiting, BodyPipe pipe, ChannelConfig channel) {
        if (pauses(waiting, pipe)) {
            channel.setAutoRead(false);
        }
    }

    /// As [#end], for a channel whose only reason to pause this is.
    void resume(ChannelConfig channel) {
        paused = false;
        channel.setAutoRead(true);
    }
}
