package org.diconde4j.io;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Decodes XML documents in encodings of single bytes and in UTF-8 (XML 1.0 F), because the decoders of the JDK's parser
 * print bytes that they cannot decode on the standard error of the process. Others are left to the parser.
 */
final class XmlEncoding {
    /** Bytes in which a declaration that says the encoding has to end. */
    private static final int DECLARATION = 512;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final Pattern ENCODING =
            Pattern.compile("^<\\?xml[^>]{1,400}?\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

    private XmlEncoding() {}

    static XMLStreamReader open(XMLInputFactory factory, InputStream in, @Nullable String encoding)
            throws IOException, XMLStreamException {
        PushbackInputStream pushback = new PushbackInputStream(in, DECLARATION);
        byte[] head = pushback.readNBytes(DECLARATION);
        boolean isMarked = Arrays.mismatch(head, MARK) == MARK.length;
        Charset charset = charset(head, encoding, isMarked);
        int start = isMarked && charset != null ? MARK.length : 0;
        pushback.unread(head, start, head.length - start);
        if (charset == null) {
            return factory.createXMLStreamReader(pushback, encoding);
        }
        Reader reader = new InputStreamReader(pushback, charset.newDecoder()); // which reports what it cannot decode
        return factory.createXMLStreamReader(reader);
    }

    private static @Nullable Charset charset(byte[] head, @Nullable String encoding, boolean isMarked) {
        if (encoding != null) {
            return known(encoding);
        }
        if (isMarked) {
            return StandardCharsets.UTF_8;
        }
        boolean isWide = head.length > 1 && (head[0] == 0 || head[1] == 0 || (head[0] & 0xFE) == 0xFE);
        boolean isEbcdic = head.length > 1 && head[0] == 0x4C && head[1] == 0x6F; // <? there
        if (isWide || isEbcdic) {
            return null;
        }
        Matcher declared = ENCODING.matcher(new String(head, StandardCharsets.ISO_8859_1));
        return declared.find() ? known(declared.group(1)) : StandardCharsets.UTF_8;
    }

    private static @Nullable Charset known(String name) {
        try {
            Charset charset = Charset.forName(name);
            boolean isWide =
                    charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
            return isWide ? null : charset;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null; // for the parser to refuse
        }
    }
}
