package io.djong.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The bytes that both ends of SPDY prime their zlib streams with.
///
/// @spec https://www.chromium.org/spdy/spdy-protocol/spdy-protocol-draft3-1/ SPDY Protocol draft 3.1, section 2.6.10.1
final class SpdyDictionary {

    /// Each stands in the dictionary behind its length in four bytes.
    private static final List<String> WORDS =
            List.of(
                    "options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow authorization cache-control connection content-base content-encoding content-language content-length content-location content-md5 content-range content-type date etag expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status 200_OK version HTTP/1.1 url public set-cookie keep-alive origin"
                            .split(" "));

    /// Stands at the end as it is.
    private static final String PHRASES =
            "100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505"
                    + "203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request"
                    + "401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented"
                    + "503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00"
                    + " Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,"
                    + "application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age="
                    + "gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.";

    static final byte[] BYTES = bytes();

    private SpdyDictionary() {}

    private static byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1423);
        for (String word : WORDS) {
            byte[] text = word.replace('_', ' ').getBytes(StandardCharsets.US_ASCII);
            out.writeBytes(new byte[] {0, 0, 0, (byte) text.length});
            out.writeBytes(text);
        }
        out.writeBytes(PHRASES.getBytes(StandardCharsets.US_ASCII));
        return out.toByteArray();
    }
}
