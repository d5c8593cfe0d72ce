package io.djong.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdySynReplyFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyHeadersFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Our frames and headers against Netty's codec, an implementation of other people.
final class SpdyInteropTest {

    private final EmbeddedChannel netty =
            new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));
    private final SpdyHeaderBlocks blocks = new SpdyHeaderBlocks();

    @AfterEach
    void close() {
        blocks.close();
        netty.finishAndReleaseAll();
    }

    @Test
    void readsHeadersThatNettyPacked() throws IOException {
        DefaultSpdySynStreamFrame first = new DefaultSpdySynStreamFrame(1, 0, (byte) 0);
        first.headers().add("streamtype", "stdin").add("content-length", List.of("1", "2"));
        DefaultSpdySynReplyFrame second = new DefaultSpdySynReplyFrame(1);
        second.headers().add("streamtype", "stdin");
        second.setLast(true);
        netty.writeOutbound(first, second);

        DataInputStream in = new DataInputStream(new ByteArrayInputStream(outbound()));
        SpdyFrame one = SpdyFrame.read(in);
        SpdyFrame two = SpdyFrame.read(in);

        assertThat(one)
                .isInstanceOfSatisfying(
                        SpdyFrame.SynStream.class,
                        frame ->
                                assertThat(unpack(frame.headerBlock()))
                                        .isEqualTo(
                                                Headers.of(
                                                        "streamtype",
                                                        "stdin",
                                                        "content-length",
                                                        "1",
                                                        "content-length",
                                                        "2")));
        assertThat(two)
                .isInstanceOfSatisfying(
                        SpdyFrame.SynReply.class,
                        frame -> {
                            assertThat(frame.isLast()).isTrue();
                            assertThat(unpack(frame.headerBlock()))
                                    .isEqualTo(Headers.of("streamtype", "stdin"));
                        });
        assertThat(SpdyFrame.read(in)).isNull();
    }

    @Test
    void packsHeadersThatNettyReads() {
        Headers headers = Headers.of("streamType", "error", "port", "8080", "port", "9090");

        netty.writeInbound(Unpooled.wrappedBuffer(synStream(3, headers)));
        netty.writeInbound(Unpooled.wrappedBuffer(synStream(5, headers)));

        for (int id : new int[] {3, 5}) {
            SpdySynStreamFrame frame = netty.readInbound();
            assertThat(frame.streamId()).isEqualTo(id);
            assertThat(values(frame, "streamtype")).containsExactly("error");
            assertThat(values(frame, "port")).containsExactly("8080", "9090");
        }
    }

    private byte[] synStream(int id, Headers headers) {
        byte[] block = blocks.pack(headers);
        byte[] payload =
                ByteBuffer.allocate(10 + block.length)
                        .putInt(id)
                        .putInt(0)
                        .putShort((short) 0)
                        .put(block)
                        .array();
        return SpdyFrame.control(SpdyFrame.SYN_STREAM, false, payload);
    }

    private static List<String> values(SpdyHeadersFrame frame, String name) {
        return frame.headers().getAllAsString(name);
    }

    private Headers unpack(byte[] block) {
        try {
            return blocks.unpack(block);
        } catch (IOException e) {
            throw new AssertionError("unpack", e);
        }
    }

    private byte[] outbound() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (ByteBuf part = netty.readOutbound(); part != null; part = netty.readOutbound()) {
            bytes.writeBytes(ByteBufUtil.getBytes(part));
            part.release();
        }
        return bytes.toByteArray();
    }
}
