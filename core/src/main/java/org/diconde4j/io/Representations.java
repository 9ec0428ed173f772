package org.diconde4j.io;

import org.diconde4j.data.DatasetAssembler;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.PrivateDictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** The representations that an encoding does not say: from the dictionaries, and from what was read before. */
final class Representations {
    private final Dictionary dictionary = Dictionary.standard();
    private final DatasetAssembler assembler;
    /** Pixel Representation (0028,0103), that of the data set around an item unless it has its own. */
    private int pixelRepresentation;
    /** Number of entries in LUT Descriptor (0028,3002), the first value; -1 if there was none. */
    private int lutEntries = -1;

    private int block;
    private int blockDepth;
    private @Nullable String creator;

    Representations(DatasetAssembler assembler) {
        this.assembler = assembler;
    }

    /** The representation of an element without one; UN if nobody knows it. */
    VR of(int tag) {
        int group = tag >>> 16;
        if ((group & 1) != 0 && (tag & 0xFFFF) >= 0x1000) {
            return ofPrivate(tag);
        }
        VR vr = dictionary.vrOf(tag);
        return vr == VR.US ? choice(tag) : vr;
    }

    private VR ofPrivate(int tag) {
        String known = creator(tag);
        PrivateDictionary.Entry entry = known == null ? null : dictionary.privateEntry(known, tag);
        return entry == null ? VR.UN : entry.vr();
    }

    /** Who reserved the block of a private element in the data set that is open; null if nobody did. */
    @Nullable
    String creator(int tag) {
        int of = tag & 0xFFFF0000 | tag >>> 8 & 0xFF;
        if (of != block || assembler.depth() != blockDepth) {
            block = of;
            blockDepth = assembler.depth();
            creator = assembler.string(of);
        }
        return creator;
    }

    /** "US or SS" goes by Pixel Representation, "US or OW" by whether there is one value (PS3.3 C.11.1.1). */
    private VR choice(int tag) {
        if (tag == Tag.LUTData) {
            return lutEntries == 1 ? VR.US : VR.OW;
        }
        if (pixelRepresentation == 0) {
            return VR.US;
        }
        Dictionary.Entry entry = dictionary.entry(tag);
        return entry != null && entry.vr().startsWith("US or SS") ? VR.SS : VR.US;
    }

    /** Takes note of a value of two bytes that others depend on. */
    void note(int tag, int first) {
        if (tag == Tag.PixelRepresentation) {
            pixelRepresentation = first;
        } else if (tag == Tag.LUTDescriptor) {
            lutEntries = first;
        }
    }

    /** Begins an item; what this gives is to be given back at its end. */
    int beginItem() {
        int outer = pixelRepresentation;
        lutEntries = -1;
        block = 0;
        return outer;
    }

    void endItem(int outer) {
        pixelRepresentation = outer;
        lutEntries = -1;
        block = 0;
    }
}
