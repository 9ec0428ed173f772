package org.diconde4j.io;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.Deflater;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.dict.VR;

/**
 * Random Part 10 files that keep every rule of PS3.5 and PS3.10 and use all the freedom that they leave: an encoder of
 * its own, which shares no code with the writer under test. The same seed gives the same file.
 */
final class ConformantFiles {
    static final List<String> SYNTAXES = List.of(
            UID.ImplicitVRLittleEndian,
            UID.ExplicitVRLittleEndian,
            UID.ExplicitVRBigEndian,
            UID.DeflatedExplicitVRLittleEndian,
            UID.EncapsulatedUncompressedExplicitVRLittleEndian,
            UID.JPEGBaseline8Bit,
            UID.RLELossless,
            UID.DeflatedImageFrameCompression,
            UID.JPIPReferenced,
            UID.JPIPReferencedDeflate,
            UID.SMPTEST211020UncompressedProgressiveActiveVideo,
            UID.Papyrus3ImplicitVRLittleEndian,
            "1.2.840.113619.5.2",
            "1.2.3.4.5.6"); // a private one, encapsulated as far as anybody knows

    private static final int[] TAGS = tags();

    private final Random random;
    final String syntax;
    private final boolean encapsulated;

    ConformantFiles(long seed) {
        random = new Random(seed);
        syntax = SYNTAXES.get((int) (seed % SYNTAXES.size()));
        encapsulated = TransferSyntax.of(syntax).encapsulated();
    }

    private static int[] tags() {
        try {
            List<Integer> tags = new ArrayList<>();
            for (Field field : Tag.class.getFields()) {
                int tag = field.getInt(null);
                int group = tag >>> 16;
                if (group >= 0x0008
                        && group < 0x7F00
                        && (group & 1) == 0
                        && (group & 0xFF00) != 0x5000
                        && (group & 0xFF00) != 0x6000
                        && Dictionary.standard().vrOf(tag) != VR.UN) {
                    tags.add(tag);
                }
            }
            return tags.stream().mapToInt(t -> t).sorted().toArray();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] file() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] preamble = new byte[128];
        if (random.nextBoolean()) {
            random.nextBytes(preamble);
        }
        out.writeBytes(preamble);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(meta());
        boolean explicit = !List.of(
                        UID.ImplicitVRLittleEndian, UID.Papyrus3ImplicitVRLittleEndian, "1.2.840.113619.5.2")
                .contains(syntax);
        boolean deflated =
                syntax.equals(UID.DeflatedExplicitVRLittleEndian) || syntax.equals(UID.JPIPReferencedDeflate);
        byte[] dataset = dataset(explicit, syntax.equals(UID.ExplicitVRBigEndian), 0);
        out.writeBytes(deflated ? deflate(dataset) : dataset);
        return out.toByteArray();
    }

    private byte[] meta() {
        TreeMap<Integer, byte[]> elements = new TreeMap<>();
        elements.put(0x00020001, element(true, false, 0x00020001, VR.OB, new byte[] {0, 1}));
        elements.put(0x00020002, element(true, false, 0x00020002, VR.UI, uid(UID.CTImageStorage)));
        elements.put(0x00020003, element(true, false, 0x00020003, VR.UI, uid("1.2." + random.nextInt(1 << 20))));
        elements.put(0x00020010, element(true, false, 0x00020010, VR.UI, uid(syntax)));
        elements.put(0x00020012, element(true, false, 0x00020012, VR.UI, uid("1.2.3." + random.nextInt(1 << 10))));
        if (random.nextBoolean()) {
            elements.put(0x00020016, element(true, false, 0x00020016, VR.AE, padded("STATION", ' ')));
        }
        if (random.nextBoolean()) {
            elements.put(0x00020100, element(true, false, 0x00020100, VR.UI, uid("1.2.3.4")));
            elements.put(0x00020102, element(true, false, 0x00020102, VR.OB, bytes(2 * random.nextInt(20))));
        }
        return withGroupLength(true, false, 0x0002, join(elements.values()));
    }

    private byte[] dataset(boolean explicit, boolean big, int depth) {
        TreeMap<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);
        for (int n = random.nextInt(depth == 0 ? 30 : 6); n >= 0; n--) {
            int tag = TAGS[random.nextInt(TAGS.length)];
            elements.put(tag, standard(explicit, big, tag, depth));
        }
        if (random.nextInt(3) == 0) {
            privateBlock(elements, explicit, big, depth);
        }
        if (random.nextInt(3) == 0) {
            pixels(elements, explicit, big, depth);
        }
        if (depth == 0 && random.nextInt(4) == 0) {
            elements.put(0xFFFCFFFC, element(explicit, big, 0xFFFCFFFC, VR.OB, new byte[2 * random.nextInt(300)]));
        }
        return random.nextInt(3) == 0 ? withGroupLengths(explicit, big, elements) : join(elements.values());
    }

    private byte[] standard(boolean explicit, boolean big, int tag, int depth) {
        String[] choices = Dictionary.standard().entry(tag).vr().split(" or ");
        VR vr = VR.valueOf(choices[random.nextInt(choices.length)]);
        if (vr == VR.SQ) {
            return sequence(explicit, big, tag, vr, depth);
        }
        byte[] value = value(vr, big);
        if (explicit && random.nextInt(12) == 0) { // UN is in little endian order (PS3.5 6.2.2)
            return element(true, big, tag, VR.UN, value(vr, false));
        }
        return element(explicit, big, tag, vr, value);
    }

    private void privateBlock(TreeMap<Integer, byte[]> elements, boolean explicit, boolean big, int depth) {
        int group = 0x0009 + 2 * random.nextInt(0x30);
        int block = 0x10 + random.nextInt(0xEF);
        elements.put(group << 16 | block, element(explicit, big, group << 16 | block, VR.LO, padded("MAKER", ' ')));
        for (int n = random.nextInt(4); n >= 0; n--) {
            int tag = group << 16 | block << 8 | random.nextInt(0x100);
            switch (random.nextInt(4)) {
                case 0 -> elements.put(tag, element(explicit, big, tag, VR.UN, bytes(2 * random.nextInt(40))));
                case 1 -> elements.put(tag, sequence(explicit, big, tag, explicit ? VR.SQ : VR.UN, depth));
                case 2 -> elements.put(tag, undefinedUnknown(explicit, big, tag, depth));
                default -> {
                    VR vr = VR.values()[random.nextInt(VR.values().length)];
                    elements.put(tag, element(explicit, big, tag, vr, vr == VR.SQ ? new byte[0] : value(vr, big)));
                }
            }
        }
    }

    /** UN of undefined length is a sequence in implicit little endian, whatever is around it (PS3.5 6.2.2 note 4). */
    private byte[] undefinedUnknown(boolean explicit, boolean big, int tag, int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header(explicit, big, tag, VR.UN, -1));
        out.writeBytes(items(false, false, depth));
        out.writeBytes(tagAndLength(false, 0xFFFEE0DD, 0));
        return out.toByteArray();
    }

    private byte[] sequence(boolean explicit, boolean big, int tag, VR vr, int depth) {
        boolean known = vr == VR.SQ;
        if (explicit && known && Dictionary.standard().vrOf(tag) == VR.SQ && random.nextInt(8) == 0) {
            return element(true, big, tag, VR.UN, items(false, false, depth)); // a sequence wrapped into UN
        }
        byte[] items = items(explicit, big, depth);
        if (random.nextBoolean() || !known) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.writeBytes(header(explicit, big, tag, vr, -1));
            out.writeBytes(items);
            out.writeBytes(tagAndLength(big, 0xFFFEE0DD, 0));
            return out.toByteArray();
        }
        return element(explicit, big, tag, vr, items);
    }

    private byte[] items(boolean explicit, boolean big, int depth) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int n = depth > 3 ? 0 : random.nextInt(3); n > 0; n--) {
            byte[] item = random.nextInt(5) == 0 ? new byte[0] : dataset(explicit, big, depth + 1);
            boolean undefined = random.nextBoolean();
            out.writeBytes(tagAndLength(big, 0xFFFEE000, undefined ? -1 : item.length));
            out.writeBytes(item);
            if (undefined) {
                out.writeBytes(tagAndLength(big, 0xFFFEE00D, 0));
            }
        }
        return out.toByteArray();
    }

    private void pixels(TreeMap<Integer, byte[]> elements, boolean explicit, boolean big, int depth) {
        int tag = Tag.PixelData;
        boolean fragments = encapsulated && explicit;
        if (!fragments || depth > 0 && random.nextBoolean()) { // an icon may be native (PS3.5 A.4)
            if (!encapsulated || depth > 0) {
                VR vr = explicit && random.nextBoolean() ? VR.OB : VR.OW;
                elements.put(
                        tag,
                        element(
                                explicit,
                                big,
                                tag,
                                vr,
                                bytes(2 * random.nextInt(random.nextInt(9) == 0 ? 50_000 : 200))));
            }
            return;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header(true, big, tag, VR.OB, -1));
        int frames = 1 + random.nextInt(6);
        out.writeBytes(
                element(false, false, 0xFFFEE000, VR.UN, random.nextBoolean() ? new byte[0] : bytes(4 * frames)));
        for (int i = 0; i < frames; i++) {
            out.writeBytes(element(
                    false, false, 0xFFFEE000, VR.UN, bytes(2 * random.nextInt(random.nextInt(9) == 0 ? 40_000 : 300))));
        }
        out.writeBytes(tagAndLength(false, 0xFFFEE0DD, 0));
        elements.put(tag, out.toByteArray());
        if (depth == 0 && random.nextBoolean()) {
            elements.put(0x7FE00001, element(true, big, 0x7FE00001, VR.OV, bytes(8 * frames)));
            elements.put(0x7FE00002, element(true, big, 0x7FE00002, VR.OV, bytes(8 * frames)));
        }
    }

    private byte[] value(VR vr, boolean big) {
        int count = random.nextInt(4);
        return switch (vr) {
            case AE, CS, LO, LT, PN, SH, ST, UC, UT -> padded(letters(random.nextInt(16)), ' ');
            case AS -> padded(count == 0 ? "" : "012Y", ' ');
            case DA -> padded("20240229".repeat(count & 1), ' ');
            case TM -> padded(count == 0 ? "" : "101112.5", ' ');
            case DT -> padded(count == 0 ? "" : "20240229101112+0100", ' ');
            case DS -> padded("-1.5\\2".repeat(count & 1), ' ');
            case IS -> padded("17\\-3".repeat(count & 1), ' ');
            case UI -> uid(count == 0 ? "" : "1.2." + random.nextInt(100_000));
            case UR -> padded("http://h/" + letters(4), ' ');
            case OB, UN -> bytes(2 * random.nextInt(50));
            case OD, OF, OL, OV, OW -> bytes(vr.unit() * random.nextInt(random.nextInt(20) == 0 ? 9000 : 30));
            default -> bytes((vr == VR.AT ? 4 : vr.unit()) * count);
        };
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((char) ('A' + random.nextInt(26)));
        }
        return text.toString();
    }

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] uid(String uid) {
        return padded(uid, '\0');
    }

    private static byte[] padded(String text, char padding) {
        return (text.length() % 2 == 0 ? text : text + padding).getBytes(StandardCharsets.US_ASCII);
    }

    // ---- PS3.5 7.1 and 7.2

    private static byte[] element(boolean explicit, boolean big, int tag, VR vr, byte[] value) {
        boolean tooLong = explicit && !vr.hasLongLength() && value.length > 0xFFFF;
        byte[] header = header(explicit, big, tag, tooLong ? VR.UN : vr, value.length);
        byte[] element = Arrays.copyOf(header, header.length + value.length);
        System.arraycopy(value, 0, element, header.length, value.length);
        return element;
    }

    private static byte[] header(boolean explicit, boolean big, int tag, VR vr, int length) {
        if (!explicit) {
            return tagAndLength(big, tag, length);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        u16(out, big, tag >>> 16);
        u16(out, big, tag);
        out.writeBytes(vr.name().getBytes(StandardCharsets.US_ASCII));
        switch (vr) {
            case OB, OD, OF, OL, OV, OW, SQ, SV, UC, UN, UR, UT, UV -> {
                u16(out, big, 0);
                u32(out, big, length);
            }
            default -> u16(out, big, length);
        }
        return out.toByteArray();
    }

    private static byte[] tagAndLength(boolean big, int tag, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        u16(out, big, tag >>> 16);
        u16(out, big, tag);
        u32(out, big, length);
        return out.toByteArray();
    }

    private static byte[] withGroupLengths(boolean explicit, boolean big, TreeMap<Integer, byte[]> elements) {
        TreeMap<Integer, List<byte[]>> groups = new TreeMap<>();
        elements.forEach((tag, bytes) ->
                groups.computeIfAbsent(tag >>> 16, g -> new ArrayList<>()).add(bytes));
        List<byte[]> parts = new ArrayList<>();
        groups.forEach((group, members) -> parts.add(withGroupLength(explicit, big, group, join(members))));
        return join(parts);
    }

    private static byte[] withGroupLength(boolean explicit, boolean big, int group, byte[] members) {
        ByteArrayOutputStream length = new ByteArrayOutputStream();
        u32(length, big, members.length);
        return join(List.of(element(explicit, big, group << 16, VR.UL, length.toByteArray()), members));
    }

    private static byte[] join(Iterable<byte[]> parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parts.forEach(out::writeBytes);
        return out.toByteArray();
    }

    private static void u16(ByteArrayOutputStream out, boolean big, int value) {
        out.write(big ? value >>> 8 : value);
        out.write(big ? value : value >>> 8);
    }

    private static void u32(ByteArrayOutputStream out, boolean big, int value) {
        u16(out, big, big ? value >>> 16 : value);
        u16(out, big, big ? value : value >>> 16);
    }

    /** PS3.5 A.5: no zlib header, an even number of bytes. */
    private static byte[] deflate(byte[] bytes) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] room = new byte[bytes.length + 1000];
        int length = deflater.deflate(room);
        deflater.end();
        return Arrays.copyOf(room, length + (length & 1));
    }
}
