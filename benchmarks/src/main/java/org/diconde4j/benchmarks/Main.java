package org.diconde4j.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** What {@code java -jar} starts: one of the tables that have a word of their own, or JMH with its own arguments. */
public final class Main {
    private Main() {}

    /**
     * Runs benchmarks. A peer whose jars are not given is left out.
     *
     * @param args {@code ratios}, {@code huge} or {@code network} and its arguments, {@code associations}, {@code outbox}, {@code ingest},
     *     {@code store}, {@code scale}, {@code encryption}, {@code compression}, {@code codecs}, {@code pictures} or {@code web} and its arguments, or
     *     those of JMH, of which {@code -p dcm4che=JARS} gives the peer
     * @throws Exception if JMH fails
     */
    public static void main(String[] args) throws Exception {
        List<String> more = args.length == 0 ? List.of() : List.of(args).subList(1, args.length);
        switch (args.length == 0 ? "" : args[0]) {
            case "ratios" -> Ratios.run(more);
            case "huge" -> Huge.run(more);
            case "network" -> Network.run(more);
            case "associations" -> Associations.run();
            case "outbox" -> StoreAndForward.run(more);
            case "ingest" -> Ingest.run(more);
            case "store" -> StoreSpeed.run(more);
            case "scale" -> Scale.run(more);
            case "encryption" -> Encryption.run(more);
            case "compression" -> Compression.run(more);
            case "codecs" -> Codecs.run(more);
            case "web" -> Web.run(more);
            case "pictures" -> Drawings.run(more);
            default -> jmh(args);
        }
    }

    private static void jmh(String[] args) throws Exception {
        List<String> all = new ArrayList<>(Arrays.asList(args));
        if (!new CommandLineOptions(args).getParameter("dcm4che").hasValue()) {
            System.out.println("dcm4che: peer not given (-p dcm4che=dcm4che-core.jar:slf4j-api.jar)");
            all.addAll(List.of("-p", "reader=diconde4j"));
        }
        org.openjdk.jmh.Main.main(all.toArray(String[]::new));
    }
}
