package org.diconde4j.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import org.diconde4j.data.Dataset;
import org.diconde4j.data.Element;
import org.diconde4j.data.ValueException;
import org.diconde4j.io.DicomDump;
import org.diconde4j.io.DicomJson;
import org.diconde4j.io.DicomObject;
import org.diconde4j.io.DicomParseException;
import org.diconde4j.io.DicomWriter;
import org.diconde4j.io.DicomXml;
import org.diconde4j.io.ReadLimits;
import org.diconde4j.match.Matcher;
import org.diconde4j.nde.LegacyDiconde;

/**
 * What hostile input must not do: end in an exception that is not documented, take a second, or allocate without bound.
 * Time is that of the processor and bytes are those of this thread, so that a busy machine changes nothing.
 */
public final class Harmless {
    /** Small enough that whoever passes over one shows. */
    public static final ReadLimits LIMITS = new ReadLimits(16, 20_000, 1 << 16, 1 << 18, 1000, 1 << 20, 200);

    private static final long MAX_NANOS = 1_000_000_000;
    /** All of a data set at its limits, as text in three forms, and each value in its own array a few times. */
    private static final long MAX_BYTES = 64 << 20;

    private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Harmless() {}

    /** Something that reads. */
    public interface Reading {
        void run() throws IOException;
    }

    /** Runs something that may refuse its input, and says whether it did not. */
    public static boolean isTaken(byte[] input, Reading reading) {
        long bytes = THREAD.getCurrentThreadAllocatedBytes();
        long nanos = THREAD.getCurrentThreadCpuTime();
        boolean taken = run(reading);
        nanos = THREAD.getCurrentThreadCpuTime() - nanos;
        bytes = THREAD.getCurrentThreadAllocatedBytes() - bytes;
        if (nanos > MAX_NANOS || bytes > MAX_BYTES) {
            throw new AssertionError("input of " + input.length + " bytes took " + nanos / 1_000_000 + " ms and "
                    + bytes + " bytes of memory");
        }
        return taken;
    }

    private static boolean run(Reading reading) {
        try {
            reading.run();
            return true;
        } catch (DicomParseException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory cannot fail", e);
        }
    }

    /** Asks an object for every value, and brings it into one of its other forms, a different one for each input. */
    public static void use(DicomObject object, byte[] input) throws IOException {
        Dataset dataset = object.dataset();
        walk(dataset);
        OutputStream out = OutputStream.nullOutputStream();
        try {
            switch (Arrays.hashCode(input) & 7) {
                case 0 -> DicomDump.standard().write(object, new StringBuilder());
                case 1 -> DicomJson.inline().write(dataset, out);
                case 2 -> DicomXml.inline().write(dataset, out);
                case 3 -> DicomWriter.writeDataset(dataset, object.transferSyntax(), out);
                case 4 -> LegacyDiconde.translate(dataset);
                case 5 -> Matcher.of(dataset).matches(dataset);
                case 6 -> Matcher.of(dataset).project(dataset);
                default -> dataset.toBuilder().build();
            }
        } catch (IOException | UncheckedIOException e) {
            // documented: a value that stands elsewhere cannot be had
        }
    }

    /** Every value of every element, as everything that it may be. */
    public static void walk(Dataset dataset) {
        for (Element element : dataset) {
            try {
                walk(dataset, element);
            } catch (UncheckedIOException e) {
                // documented: a value that stands elsewhere cannot be had
            }
            element.items().forEach(Harmless::walk);
        }
        dataset.get("astm.org/diconde/iod/NdeIndication", 0x0021, 0x01);
        dataset.timezone();
        dataset.standingAlone();
    }

    /** Two kinds of the many, different ones for each element. */
    private static void walk(Dataset dataset, Element element) {
        int tag = element.tag();
        element.string();
        element.strings();
        int pick = Math.floorMod(31 * tag + 7 * dataset.size() + (int) element.length(), 8);
        switch (pick) {
            case 0 -> dataset.number(tag, 0);
            case 1 -> dataset.integer(tag, 0);
            case 2 -> dataset.decimal(tag);
            case 3 -> dataset.date(tag);
            case 4 -> dataset.dateTime(tag, tag);
            case 5 -> dataset.dateTime(tag);
            case 6 -> dataset.age(tag);
            default -> dataset.uri(tag);
        }
        switch (pick) {
            case 0 -> orRefused(element::doubles);
            case 1 -> orRefused(element::integers);
            case 2 -> orRefused(element::ints);
            case 3 -> orRefused(element::dates);
            case 4 -> orRefused(element::times);
            case 5 -> orRefused(element::dateTimes);
            case 6 -> element.names();
            default -> dataset.privateCreator(tag);
        }
    }

    private static void orRefused(Runnable getter) {
        try {
            getter.run();
        } catch (ValueException e) {
            // documented
        }
    }

    /** A data set as the bytes that it is written as. */
    public static byte[] written(DicomObject object) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DicomWriter.write(object, out);
        return out.toByteArray();
    }
}
