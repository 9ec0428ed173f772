package org.diconde4j.pixel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.VR;
import org.diconde4j.pixel.FrameExtractionException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Which frames of an image are meant: Simple Frame List, Calculated Frame List or Time Range (PS3.4 Y.3.2). Frames are counted
 * from 1 in the first two; times are seconds since Content Time. Immutable.
 */
public final class FrameList {
    private static final int[] TAGS = {Tag.SimpleFrameList, Tag.CalculatedFrameList, Tag.TimeRange};
    private static final long MAX = 0xFFFFFFFFL;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,10})(?:-(\\d{1,10})(?:/(\\d{1,10}))?)?");

    private final int tag;
    private final long[] numbers;
    private final double[] times;

    private FrameList(int tag, long[] numbers, double[] times) {
        this.tag = tag;
        this.numbers = numbers;
        this.times = times;
    }

    /**
     * Single frames.
     *
     * @param frames their numbers, ascending, without duplicates
     * @return the list
     * @throws FrameExtractionException if they are not
     */
    public static FrameList simple(long... frames) {
        long before = 0;
        for (long frame : frames) {
            if (frame <= before || frame > MAX) {
                throw invalid(Tag.SimpleFrameList, "numbers from 1 on that ascend", Arrays.toString(frames));
            }
            before = frame;
        }
        if (frames.length == 0) {
            throw invalid(Tag.SimpleFrameList, "at least one number", "none");
        }
        return new FrameList(Tag.SimpleFrameList, frames.clone(), new double[0]);
    }

    /**
     * Ranges of frames.
     *
     * @param triples first frame, limit and step of each range; the ranges ascend and do not overlap
     * @return the list
     * @throws FrameExtractionException if they are not so
     */
    public static FrameList calculated(long... triples) {
        long before = 0;
        boolean valid = triples.length > 0 && triples.length % 3 == 0;
        for (int i = 0; valid && i < triples.length; i += 3) {
            long first = triples[i];
            long limit = triples[i + 1];
            long step = triples[i + 2];
            valid = first > before && limit >= first && limit <= MAX && step > 0;
            before = valid ? first + (limit - first) / step * step : before;
        }
        if (!valid) {
            throw invalid(
                    Tag.CalculatedFrameList,
                    "threes of first frame, limit and step that ascend without overlap",
                    Arrays.toString(triples));
        }
        return new FrameList(Tag.CalculatedFrameList, triples.clone(), new double[0]);
    }

    /**
     * Reads ranges of frames as people write them.
     *
     * @param text frames, ranges and ranges with a step, such as {@code 1,5-9,20-100/20}
     * @return the list
     * @throws FrameExtractionException if the text has another form, or the ranges do not ascend without overlap
     */
    public static FrameList parse(String text) {
        List<long[]> triples = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Matcher m = RANGE.matcher(part.strip());
            if (!m.matches()) {
                throw invalid(Tag.CalculatedFrameList, "frames such as 1,5-9,20-100/20", text);
            }
            long first = Long.parseLong(m.group(1));
            long limit = m.group(2) == null ? first : Long.parseLong(m.group(2));
            triples.add(new long[] {first, limit, m.group(3) == null ? 1 : Long.parseLong(m.group(3))});
        }
        return calculated(triples.stream().flatMapToLong(Arrays::stream).toArray());
    }

    /**
     * The frames between two times, those at the times included.
     *
     * @param start seconds since Content Time
     * @param end seconds since Content Time, not before the start
     * @return the list
     * @throws FrameExtractionException if it is before
     */
    public static FrameList timeRange(double start, double end) {
        if (!(start <= end)) {
            throw invalid(Tag.TimeRange, "a start and an end not before it", start + " and " + end);
        }
        return new FrameList(Tag.TimeRange, new long[0], new double[] {start, end});
    }

    /**
     * Reads the frames that a retrieve asks for.
     *
     * @param identifier has one of the three attributes
     * @return the list
     * @throws FrameExtractionException if it has none, several, or one that the standard does not allow
     */
    public static FrameList of(Dataset identifier) {
        List<Element> lists = IntStream.of(TAGS)
                .mapToObj(identifier::get)
                .filter(e -> e != null && !e.isEmpty())
                .toList();
        if (lists.size() != 1) {
            throw new FrameExtractionException(
                    Reason.INVALID,
                    "expected one of Simple Frame List, Calculated Frame List and Time Range, found " + lists.size());
        }
        Element list = lists.get(0);
        if (list.tag() == Tag.TimeRange) {
            double[] range = list.doubles();
            if (range.length != 2) {
                throw invalid(Tag.TimeRange, "two times", range.length + " values");
            }
            return timeRange(range[0], range[1]);
        }
        return list.tag() == Tag.SimpleFrameList ? simple(list.longs()) : calculated(list.longs());
    }

    private static FrameExtractionException invalid(int tag, String expected, String found) {
        String shown = found.length() <= 80 ? found : found.substring(0, 77) + "...";
        return new FrameExtractionException(
                Reason.INVALID, Dictionary.standard().keyword(tag) + ": expected " + expected + ", found " + shown);
    }

    /**
     * Tells which frames of an image these are. Numbers that the image does not have are passed over.
     *
     * @param count how many frames it has
     * @param seconds when each of them was, since Content Time; null if it does not say
     * @return the frames, counted from 0, ascending
     * @throws FrameExtractionException if there are none, or times are needed
     */
    int[] in(int count, double @Nullable [] seconds) {
        IntStream frames;
        if (tag == Tag.TimeRange) {
            if (seconds == null) {
                throw new FrameExtractionException(
                        Reason.NO_TIMES,
                        "frames were asked for by time, and neither Frame Time, Frame Time Vector nor a Frame Content Sequence"
                                + " says when they were");
            }
            frames = IntStream.range(0, count).filter(i -> seconds[i] >= times[0] && seconds[i] <= times[1]);
        } else if (tag == Tag.SimpleFrameList) {
            frames = Arrays.stream(numbers).filter(n -> n <= count).mapToInt(n -> (int) n - 1);
        } else {
            frames = IntStream.range(0, numbers.length / 3).flatMap(i -> range(3 * i, count));
        }
        int[] found = frames.toArray();
        if (found.length == 0) {
            throw new FrameExtractionException(
                    Reason.NOT_FOUND,
                    "none of the frames that were asked for is among the " + count + " of the instance");
        }
        return found;
    }

    private IntStream range(int at, int count) {
        long first = numbers[at];
        long limit = Math.min(numbers[at + 1], count);
        long step = numbers[at + 2];
        return first > limit
                ? IntStream.empty()
                : IntStream.rangeClosed(0, (int) ((limit - first) / step)).map(i -> (int) (first + i * step) - 1);
    }

    /**
     * Adds this to the identifier of a retrieve, or to an item of Frame Extraction Sequence (PS3.3 C.12.3).
     *
     * @param item where to
     * @return the same
     */
    public Dataset.Builder into(Dataset.Builder item) {
        return tag == Tag.TimeRange ? item.setDoubles(tag, VR.FD, times) : item.setLongs(tag, VR.UL, numbers);
    }

    /**
     * The attribute and its values.
     *
     * @return as text
     */
    @Override
    public String toString() {
        return Dictionary.standard().keyword(tag) + " "
                + (tag == Tag.TimeRange ? Arrays.toString(times) : Arrays.toString(numbers));
    }
}
