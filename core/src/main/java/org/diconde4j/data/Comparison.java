package org.diconde4j.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** Equality of data sets by elements and values, whatever the encoding. */
final class Comparison {
    private static final int CHUNK = 1 << 14;
    private static final int DATA_SET_TRAILING_PADDING = 0xFFFCFFFC;

    private Comparison() {}

    static boolean sameContent(Dataset a, Dataset b) {
        Iterator<Element> left = a.iterator();
        Iterator<Element> right = b.iterator();
        while (true) {
            Element l = next(left);
            Element r = next(right);
            if (l == null || r == null) {
                return l == r;
            }
            if (l.tag() != r.tag() || !sameValue(a, l, b, r)) {
                return false;
            }
        }
    }

    /** The next element that counts: group lengths and trailing padding say nothing. */
    private static @Nullable Element next(Iterator<Element> elements) {
        while (elements.hasNext()) {
            Element element = elements.next();
            if ((element.tag() & 0xFFFF) != 0 && element.tag() != DATA_SET_TRAILING_PADDING) {
                return element;
            }
        }
        return null;
    }

    private static boolean sameValue(Dataset a, Element l, Dataset b, Element r) {
        if (l.isEmpty() && r.isEmpty()) {
            return true;
        }
        if (l.isSequence() || r.isSequence()) {
            return l.isSequence() == r.isSequence() && sameItems(l.items(), r.items());
        }
        Fragments leftFragments = l.fragments();
        Fragments rightFragments = r.fragments();
        try {
            if (leftFragments != null || rightFragments != null) {
                return leftFragments != null && rightFragments != null && sameFragments(leftFragments, rightFragments);
            }
            VR vr = common(l, r);
            if (vr.isString() && l.bulkData() == null && r.bulkData() == null) {
                return sameText(a, l, b, r, vr);
            }
            return sameBytes(littleEndian(l), littleEndian(r), vr);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One encoding may say UN, or another of the representations that the dictionary allows. */
    private static VR common(Element l, Element r) {
        if (l.vr() == r.vr()) {
            return l.vr() == VR.UN ? Dictionary.standard().vrOf(l.tag()) : l.vr();
        }
        return l.vr() == VR.UN ? r.vr() : l.vr();
    }

    private static boolean sameItems(List<Dataset> left, List<Dataset> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!sameContent(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameText(Dataset a, Element l, Dataset b, Element r, VR vr) {
        byte[] left = (byte[]) l.value();
        byte[] right = (byte[]) r.value();
        return Strings.all(vr, left, l.offset(), (int) l.length(), false, a.characterSet())
                .equals(Strings.all(vr, right, r.offset(), (int) r.length(), false, b.characterSet()));
    }

    private static boolean sameFragments(Fragments left, Fragments right) throws IOException {
        if (left.count() != right.count()) {
            return false;
        }
        if (left.count() == 0) {
            return true;
        }
        try (BulkReader l = left.reader();
                BulkReader r = right.reader()) {
            for (int i = 0; i < left.count(); i++) {
                if (!sameFragment(l, left.offset(i), left.length(i), r, right.offset(i), right.length(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Equal, or longer by the one byte that makes a length even. */
    private static boolean sameFragment(
            BulkReader left, long leftAt, long leftLength, BulkReader right, long rightAt, long rightLength)
            throws IOException {
        if (leftLength + (leftLength & 1) != rightLength + (rightLength & 1)) {
            return false;
        }
        ByteBuffer l = ByteBuffer.allocate(CHUNK);
        ByteBuffer r = ByteBuffer.allocate(CHUNK);
        for (long done = 0; done < Math.max(leftLength, rightLength); done += CHUNK) {
            if (!chunk(left, leftAt + done, leftLength - done, l)
                    .equals(chunk(right, rightAt + done, rightLength - done, r))) {
                return false;
            }
        }
        return true;
    }

    private static ByteBuffer chunk(BulkReader in, long at, long left, ByteBuffer into) throws IOException {
        into.clear().limit((int) Math.min(CHUNK, left));
        in.read(at, into);
        if (into.hasRemaining()) {
            throw new EOFException("a fragment ends early: expected " + into.remaining() + " more bytes at offset "
                    + (at + into.position()));
        }
        if ((into.limit() & 1) != 0) {
            into.limit(into.limit() + 1).put((byte) 0);
        }
        return into.flip();
    }

    private static InputStream littleEndian(Element element) throws IOException {
        InputStream in = element.open();
        return element.isBigEndian() && element.vr().unit() > 1
                ? new SwappedStream(in, element.vr().unit())
                : in;
    }

    /** Equal, or longer by the one byte that makes a length even. */
    private static boolean sameBytes(InputStream left, InputStream right, VR vr) throws IOException {
        try (InputStream l = new BufferedInputStream(left, 1 << 16);
                InputStream r = new BufferedInputStream(right, 1 << 16)) {
            for (long position = 0; ; position++) {
                int x = l.read();
                int y = r.read();
                if (x != y) {
                    boolean padding = (x < 0 ? y : x) == vr.padding() && (x < 0 || y < 0) && (position & 1) == 1;
                    return padding && l.read() < 0 && r.read() < 0;
                }
                if (x < 0) {
                    return true;
                }
            }
        }
    }
}
