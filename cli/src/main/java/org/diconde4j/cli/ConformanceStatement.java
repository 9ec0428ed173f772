package org.diconde4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.diconde4j.cli.Negotiation.Agreed;
import org.diconde4j.data.DicondeException;
import org.diconde4j.dict.Dictionary.UidEntry;
import org.diconde4j.dict.UID;
import org.diconde4j.net.AssociationOptions;
import org.diconde4j.net.DimseServer;
import org.diconde4j.net.Timeouts;
import org.diconde4j.net.pdu.AssociateRq;
import org.diconde4j.net.pdu.AsyncOperationsWindow;
import org.diconde4j.net.pdu.UserInformation;
import org.diconde4j.net.service.InformationModel;
import org.diconde4j.net.service.QueryOptions;
import org.diconde4j.net.service.StorageSupport;
import org.diconde4j.net.tls.Tls;

/** The conformance statement (PS3.2): a text whose tables are filled with what a server agrees to and what the code has as defaults. */
final class ConformanceStatement {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z-]+)}}");

    /** Asked for besides storage, queries and retrieval. */
    private static final Set<String> ASKED = Set.of(
            UID.Verification,
            UID.ModalityWorklistInformationModelFind,
            UID.ModalityPerformedProcedureStep,
            UID.ModalityPerformedProcedureStepRetrieve,
            UID.StorageCommitmentPushModel,
            UID.InstanceAvailabilityNotification,
            UID.UnifiedProcedureStepPush,
            UID.UnifiedProcedureStepPull,
            UID.UnifiedProcedureStepWatch,
            UID.UnifiedProcedureStepQuery);

    private final List<Agreed> services = new ArrayList<>();
    private final List<Agreed> storage = new ArrayList<>();
    private final List<List<UidEntry>> syntaxSets = new ArrayList<>();
    private final Map<String, String> places = new TreeMap<>();

    ConformanceStatement(Negotiation negotiation) {
        for (Agreed agreed : negotiation.all()) {
            (agreed.sopClass().isStorageClass() ? storage : services).add(agreed);
            if (!syntaxSets.contains(agreed.transferSyntaxes())) {
                syntaxSets.add(agreed.transferSyntaxes());
            }
        }
        describeServices();
        describeSyntaxes();
        describeAssociations(negotiation.general());
        describeDefaults();
    }

    String text() {
        StringBuilder text = new StringBuilder();
        Matcher place = PLACE.matcher(template());
        while (place.find()) {
            String value = places.get(place.group(1));
            if (value == null) {
                throw new IllegalStateException("nothing is known for " + place.group());
            }
            place.appendReplacement(text, Matcher.quoteReplacement(value));
        }
        return place.appendTail(text).toString();
    }

    private static String template() {
        try (InputStream in = ConformanceStatement.class.getResourceAsStream("conformance-statement.md")) {
            if (in == null) {
                throw new IllegalStateException("conformance-statement.md is not among the resources");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new DicondeException("the text of the conformance statement cannot be read", e);
        }
    }

    private void describeServices() {
        places.put(
                "overview",
                rows(
                        services,
                        agreed -> name(agreed.sopClass()) + " | "
                                + agreed.sopClass().uid() + " | "
                                + (isAsked(agreed.sopClass().uid()) ? "yes" : "") + " | yes"));
        places.put(
                "services",
                rows(
                        services,
                        agreed -> name(agreed.sopClass()) + " | "
                                + agreed.sopClass().uid() + " | " + roles(agreed) + " | " + letter(agreed)));
        places.put(
                "storage",
                rows(
                        storage,
                        agreed -> name(agreed.sopClass()) + " | "
                                + agreed.sopClass().uid()));
        places.put("storage-count", String.valueOf(storage.size()));
        places.put("storage-roles", each(ConformanceStatement::roles));
        places.put("storage-letter", each(this::letter));
        List<String> extended = new ArrayList<>();
        for (Agreed agreed : services) {
            if (agreed.extended().length() > 0) {
                extended.add("| " + name(agreed.sopClass()) + " | " + options(agreed) + " |");
            }
        }
        extended.add("| Storage | " + each(agreed -> support(StorageSupport.of(agreed.extended()))) + " |");
        places.put("extended", String.join("\n", extended));
    }

    /** Whether this code asks for a class by a method or command of its own. */
    private static boolean isAsked(String sopClassUid) {
        return ASKED.contains(sopClassUid)
                || InformationModel.ofFind(sopClassUid) != null
                || InformationModel.ofMove(sopClassUid) != null
                || InformationModel.ofGet(sopClassUid) != null;
    }

    /** What all storage classes have in common, or each of the different answers. */
    private String each(Function<Agreed, String> value) {
        return storage.stream().map(value).distinct().collect(Collectors.joining("; "));
    }

    private static String rows(List<Agreed> classes, Function<Agreed, String> cells) {
        return classes.stream().map(agreed -> "| " + cells.apply(agreed) + " |").collect(Collectors.joining("\n"));
    }

    private static String name(UidEntry entry) {
        String name = entry.name().isEmpty() ? entry.keyword() : entry.name();
        name = name.replaceAll(" SOP Class$", "").replaceAll(" \\(Retired\\)$", "");
        if (name.isEmpty()) {
            name = "(without a name)";
        }
        return entry.retired() ? name + " (retired)" : name;
    }

    private static String roles(Agreed agreed) {
        return agreed.scu() && agreed.scp() ? "SCU, SCP" : agreed.scp() ? "SCP" : "SCU";
    }

    private static String options(Agreed agreed) {
        QueryOptions options = QueryOptions.of(agreed.extended());
        List<String> names = new ArrayList<>();
        if (options.relational()) {
            names.add("relational");
        }
        if (options.combinedDateTime()) {
            names.add("date-time matching");
        }
        if (options.fuzzyNames()) {
            names.add("fuzzy matching of names");
        }
        if (options.timezone()) {
            names.add("timezone adjustment");
        }
        if (options.emptyValues()) {
            names.add("empty value matching");
        }
        if (options.multipleValues()) {
            names.add("multiple value matching");
        }
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static String support(StorageSupport support) {
        return "level of support " + support.level() + ", level of digital signature support " + support.signatures()
                + ", element coercion " + support.coercion();
    }

    private String letter(Agreed agreed) {
        return String.valueOf((char) ('A' + syntaxSets.indexOf(agreed.transferSyntaxes())));
    }

    private void describeSyntaxes() {
        List<UidEntry> all = syntaxSets.stream()
                .flatMap(List::stream)
                .distinct()
                .sorted(Negotiation.BY_NUMBERS)
                .toList();
        StringBuilder letters = new StringBuilder("A");
        for (int i = 1; i < syntaxSets.size(); i++) {
            letters.append(" | ").append((char) ('A' + i));
        }
        places.put("letters", letters.toString());
        places.put("letter-rules", letters.toString().replaceAll("[A-Z]", "---"));
        places.put(
                "syntaxes",
                all.stream()
                        .map(syntax -> "| " + name(syntax) + " | " + syntax.uid() + " | "
                                + syntaxSets.stream()
                                        .map(set -> set.contains(syntax) ? "yes" : "")
                                        .collect(Collectors.joining(" | "))
                                + " |")
                        .collect(Collectors.joining("\n")));
    }

    private void describeAssociations(UserInformation answer) {
        AsyncOperationsWindow window = answer.asyncOperations();
        places.put("implementation-class", answer.implementationClassUid());
        places.put("implementation-version", String.valueOf(answer.implementationVersionName()));
        places.put("application-context", AssociateRq.DICOM_APPLICATION_CONTEXT);
        places.put("max-pdu", String.format(Locale.ROOT, "%,d", answer.maxPduLength()));
        places.put("window", window == null ? "1" : String.valueOf(window.maxInvoked()));
        places.put("max-operations", String.valueOf(AssociationOptions.DEFAULT.maxOperations()));
        places.put("max-associations", String.valueOf(DimseServer.DEFAULT_MAX_ASSOCIATIONS));
    }

    private void describeDefaults() {
        Timeouts times = Timeouts.DEFAULT;
        places.put(
                "timeouts",
                String.join(
                        "\n",
                        List.of(
                                timeout("connect", times.connect()),
                                timeout("association request and its answer (ARTIM)", times.accept()),
                                timeout("rest of a message that has begun, each PDU", times.request()),
                                timeout("response", times.response()),
                                timeout("next request", times.idle()),
                                timeout("answer to a release request", times.release()),
                                timeout("peer takes what is sent", times.write()))));
        places.put("port", String.valueOf(DimseServer.DEFAULT_PORT));
        places.put("tls-port", String.valueOf(Tls.PORT));
        places.put("tls-versions", String.join(", ", Tls.PROTOCOLS));
        places.put("tls-suites", String.join(", ", Tls.CIPHER_SUITES));
    }

    private static String timeout(String what, Duration time) {
        return "| " + what + " | " + time.toSeconds() + " s |";
    }
}
