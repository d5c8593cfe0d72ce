package io.djong.http;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.util.ArrayList;
import java.util.List;

/// Turns [Headers] into Netty's of HTTP/1.1 and back.
final class H1Headers {

    private H1Headers() {}

    /// Unchecked: [Headers#checkSendable] comes first.
    static HttpHeaders of(Headers headers) {
        HttpHeaders target =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        headers.forEach(target::add);
        return target;
    }

    /// What a request that could not be read deserves.
    static HttpException refusal(Throwable cause) {
        return switch (cause) {
            case TooLongHttpHeaderException _ ->
                    new HttpException(431, "431 Request Header Fields Too Large");
            case TooLongHttpLineException _ -> new HttpException(414, "414 Request URI Too Long");
            default -> new HttpException(400, "400 Bad Request");
        };
    }

    static Headers of(HttpHeaders source) {
        List<String> pairs = new ArrayList<>(2 * source.size());
        var lines = source.iteratorAsString();
        while (lines.hasNext()) {
            var line = lines.next();
            pairs.add(line.getKey());
            pairs.add(line.getValue());
        }
        return Headers.owning(pairs.toArray(String[]::new));
    }
}
