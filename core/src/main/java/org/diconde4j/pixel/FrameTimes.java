package org.diconde4j.pixel;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.DicomDateTime;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.jspecify.annotations.Nullable;

/** When the frames of an image were, in seconds since its Content Time (PS3.3 C.7.6.5, C.7.6.16.2.2). */
final class FrameTimes {
    private final double[] seconds;
    private final boolean fromCine;

    /** Times are rounded to nanoseconds, so that three times 0.1 is 0.3, as whoever asks for it expects. */
    private FrameTimes(double[] seconds, boolean fromCine) {
        this.seconds = Arrays.stream(seconds).map(s -> Math.rint(s * 1e9) / 1e9).toArray();
        this.fromCine = fromCine;
    }

    /** The times of an image's frames; null if it does not say. */
    static @Nullable FrameTimes of(Dataset image, int count) {
        double delay = image.number(Tag.FrameDelay, 0) / 1000;
        Element vector = image.get(Tag.FrameTimeVector);
        double[] increments = vector == null ? new double[0] : numbers(vector);
        double[] seconds = new double[count];
        if (increments.length == count) {
            double time = delay;
            for (int i = 0; i < count; i++) {
                time += i == 0 ? 0 : increments[i] / 1000; // the first has no frame before it, and should be 0
                seconds[i] = time;
            }
            return new FrameTimes(seconds, true);
        }
        double step = image.number(Tag.FrameTime, 0) / 1000;
        if (step > 0) {
            for (int i = 0; i < count; i++) {
                seconds[i] = delay + i * step;
            }
            return new FrameTimes(seconds, true);
        }
        return ofGroups(image, count);
    }

    private static double[] numbers(Element e) {
        List<String> texts = e.strings(); // once: each call reads and splits the value anew
        double[] numbers = new double[texts.size()];
        for (int i = 0; i < numbers.length; i++) {
            try {
                numbers[i] = Double.parseDouble(texts.get(i).strip());
            } catch (NumberFormatException x) {
                return new double[0];
            }
        }
        return numbers;
    }

    private static @Nullable FrameTimes ofGroups(Dataset image, int count) {
        List<Dataset> groups = image.items(Tag.PerFrameFunctionalGroupsSequence);
        if (groups.size() != count) {
            return null;
        }
        ZoneOffset zone = image.timezone() == null ? ZoneOffset.UTC : image.timezone();
        DicomDateTime content = image.dateTime(Tag.ContentDate, Tag.ContentTime);
        double[] seconds = new double[count];
        OffsetDateTime start = content == null ? null : content.orOffset(zone).toOffsetDateTime();
        for (int i = 0; i < count; i++) {
            OffsetDateTime time = time(groups.get(i), zone);
            if (time == null) {
                return null;
            }
            start = start == null ? time : start;
            seconds[i] = Duration.between(start, time).toNanos() / 1e9;
        }
        return new FrameTimes(seconds, false);
    }

    private static @Nullable OffsetDateTime time(Dataset group, ZoneOffset zone) {
        for (Dataset content : group.items(Tag.FrameContentSequence)) {
            DicomDateTime time = content.dateTime(Tag.FrameReferenceDateTime);
            time = time == null ? content.dateTime(Tag.FrameAcquisitionDateTime) : time;
            return time == null ? null : time.orOffset(zone).toOffsetDateTime();
        }
        return null;
    }

    double[] seconds() {
        return seconds;
    }

    /** Tells the times of some of the frames in an image that has only those. */
    void keep(int[] chosen, Dataset.Builder image) {
        if (!fromCine) {
            return; // each frame says it of itself
        }
        image.remove(Tag.FrameTime).remove(Tag.FrameTimeVector).remove(Tag.EffectiveDuration);
        double first = seconds[chosen[0]];
        if (first != 0) {
            image.setDoubles(Tag.FrameDelay, VR.DS, rounded(1000 * first));
        }
        double[] increments = new double[chosen.length];
        boolean even = true;
        for (int i = 1; i < chosen.length; i++) {
            increments[i] = rounded(1000 * (seconds[chosen[i]] - seconds[chosen[i - 1]]));
            even &= increments[i] == increments[1];
        }
        if (even && chosen.length > 1) {
            image.setDoubles(Tag.FrameTime, VR.DS, increments[1]).set(Tag.FrameIncrementPointer, Tag.FrameTime);
        } else {
            image.setDoubles(Tag.FrameTimeVector, VR.DS, increments)
                    .set(Tag.FrameIncrementPointer, Tag.FrameTimeVector);
        }
    }

    /** To nanoseconds: sums of what was written in decimal have no more. */
    private static double rounded(double milliseconds) {
        return Math.rint(milliseconds * 1e6) / 1e6;
    }
}
