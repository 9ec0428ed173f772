package org.diconde4j.iod;

import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;

/** Whether there are as many of something as there are frames, dimensions or samples. */
final class FrameCheck {
    private static final int[] VECTORS = {
        Tag.FrameTimeVector,
        Tag.PageNumberVector,
        Tag.FrameLabelVector,
        Tag.FramePrimaryAngleVector,
        Tag.FrameSecondaryAngleVector,
        Tag.SliceLocationVector,
        Tag.DisplayWindowLabelVector
    };

    private final Findings findings;

    FrameCheck(Findings findings) {
        this.findings = findings;
    }

    void check(Dataset dataset) {
        Element number = dataset.get(Tag.NumberOfFrames);
        int frames = Scope.integer(dataset, Tag.NumberOfFrames, 0);
        if (number != null && !number.isEmpty() && frames < 1) {
            error(Tag.NumberOfFrames, "expected at least 1, found " + frames, "PS3.3 C.7.6.6.1.1");
        }
        if (frames > 0) {
            perFrame(dataset, frames);
        }
        pointers(dataset);
        waveforms(dataset);
    }

    private void perFrame(Dataset dataset, int frames) {
        Element groups = dataset.get(Tag.PerFrameFunctionalGroupsSequence);
        if (groups != null && groups.items().size() != frames) {
            String found = Text.count(groups.items().size(), "item", "items");
            error(
                    Tag.PerFrameFunctionalGroupsSequence,
                    "expected an item for each of " + Text.count(frames, "frame", "frames") + ", found " + found,
                    "PS3.3 C.7.6.16.1.2");
        }
        for (int vector : VECTORS) {
            int values = Scope.strings(dataset, vector).size();
            if (values > 0 && values != frames) {
                error(
                        vector,
                        "expected a value for each of " + Text.count(frames, "frame", "frames") + ", found " + values,
                        "PS3.3 C.8.6.4");
            }
        }
        int dimensions = dataset.items(Tag.DimensionIndexSequence).size();
        if (groups == null || dimensions == 0) {
            return;
        }
        int number = 0;
        for (Dataset frame : groups.items()) {
            number++;
            for (Dataset content : frame.items(Tag.FrameContentSequence)) {
                Element index = content.get(Tag.DimensionIndexValues);
                if (index != null && index.length() != 4L * dimensions) {
                    findings.path.enter(Tag.PerFrameFunctionalGroupsSequence, number);
                    findings.path.enter(Tag.FrameContentSequence, 1);
                    error(
                            Tag.DimensionIndexValues,
                            "expected a value for each of " + Text.count(dimensions, "dimension", "dimensions")
                                    + ", found " + index.length() / 4,
                            "PS3.3 C.7.6.16.2.2");
                    findings.path.leave();
                    findings.path.leave();
                }
            }
        }
    }

    /** What the frames differ in is there (PS3.3 C.7.6.6.1.2). */
    private void pointers(Dataset dataset) {
        for (String pointer : Scope.strings(dataset, Tag.FrameIncrementPointer)) {
            if (pointer.length() != 8) {
                continue;
            }
            int tag = Integer.parseUnsignedInt(pointer, 16);
            boolean inGroups = tag == Tag.PerFrameFunctionalGroupsSequence || dataset.contains(tag);
            if (!inGroups && !dataset.contains(Tag.PerFrameFunctionalGroupsSequence)) {
                error(
                        Tag.FrameIncrementPointer,
                        "expected the attribute that it points to, " + Text.tag(tag) + " "
                                + Dictionary.standard().keyword(tag) + ", found none",
                        "PS3.3 C.7.6.6.1.2");
            }
        }
    }

    private void waveforms(Dataset dataset) {
        int number = 0;
        for (Dataset group : dataset.items(Tag.WaveformSequence)) {
            number++;
            Element data = group.get(Tag.WaveformData);
            long channels = Scope.integer(group, Tag.NumberOfWaveformChannels, 0);
            long samples = (long) Scope.number(group, Tag.NumberOfWaveformSamples);
            long bits = Scope.integer(group, Tag.WaveformBitsAllocated, 0);
            findings.path.enter(Tag.WaveformSequence, number);
            List<Dataset> definitions = group.items(Tag.ChannelDefinitionSequence);
            if (channels > 0 && !definitions.isEmpty() && definitions.size() != channels) {
                error(
                        Tag.ChannelDefinitionSequence,
                        "expected an item for each of " + Text.count(channels, "channel", "channels") + ", found "
                                + definitions.size(),
                        "PS3.3 C.10.9");
            }
            boolean sensible = channels > 0 && channels <= 0xFFFF && samples > 0 && samples <= 0xFFFFFFFFL;
            if (data != null && sensible && (bits == 8 || bits == 16 || bits == 32 || bits == 64)) {
                long expected = channels * samples * bits / 8;
                if (data.length() != expected && data.length() != expected + (expected & 1)) {
                    error(
                            Tag.WaveformData,
                            "expected " + expected + " bytes for " + Text.count(channels, "channel", "channels") + " × "
                                    + Text.count(samples, "sample", "samples") + " × " + bits + " bits, found "
                                    + data.length(),
                            "PS3.3 C.10.9");
                }
            }
            findings.path.leave();
        }
    }

    private void error(int tag, String text, String paragraph) {
        boolean waveform = tag == Tag.WaveformData || tag == Tag.ChannelDefinitionSequence;
        Rule rule = waveform ? Rule.PIXELS : Rule.FRAMES;
        findings.add(Severity.ERROR, rule, waveform ? "Waveform" : "Multi-frame", tag, "", text, paragraph);
    }
}
