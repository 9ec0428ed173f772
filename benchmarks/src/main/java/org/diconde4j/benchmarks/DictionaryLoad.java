package org.diconde4j.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import org.diconde4j.dict.Dictionary;
import org.diconde4j.dict.Tag;

/** What the first use of the dictionary costs in a fresh JVM, of which each measurement starts one. */
public final class DictionaryLoad {
    private DictionaryLoad() {}

    /**
     * Prints the milliseconds of processor time of the first look-up by tag, and of the first by keyword and UID after it.
     *
     * @param args none
     */
    public static void main(String[] args) {
        ThreadMXBean thread = ManagementFactory.getThreadMXBean();
        long start = thread.getCurrentThreadCpuTime();
        Dictionary dictionary = Dictionary.standard();
        dictionary.vrOf(Tag.PatientID);
        long byTag = thread.getCurrentThreadCpuTime();
        dictionary.entry(Tag.PatientID);
        dictionary.tag("PatientID");
        dictionary.uid("1.2.840.10008.1.2");
        long all = thread.getCurrentThreadCpuTime();
        System.out.println((byTag - start) / 1e6);
        System.out.println((all - byTag) / 1e6);
    }

    static void report(int jvms) throws IOException, InterruptedException {
        double[] byTag = new double[jvms];
        double[] names = new double[jvms];
        for (int i = 0; i < jvms; i++) {
            List<String> lines = FreshJvm.run(DictionaryLoad.class);
            byTag[i] = Double.parseDouble(lines.get(0));
            names[i] = Double.parseDouble(lines.get(1));
        }
        Ratios.print(
                "dictionary in a fresh JVM, median of %d: first look-up by tag %.1f ms, then keywords and UIDs %.1f ms",
                jvms, Ratios.median(byTag), Ratios.median(names));
    }
}
