package org.diconde4j.iod;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.diconde4j.data.Dataset;
import org.diconde4j.dict.Tag;
import org.diconde4j.dict.UID;
import org.diconde4j.io.DicomObject;
import org.jspecify.annotations.Nullable;

/**
 * Compares objects with the standard: the modules and functional groups of their information object definition (PS3.3),
 * and what holds for every object, such as representations, multiplicities, character sets and the length of pixel data
 * (PS3.5, PS3.6, PS3.10). It never throws over what an object holds, and never reads values that were left in a file.
 * Immutable and thread-safe.
 *
 * <pre>{@code
 * IodReport report = IodValidator.standard().validate(DicomReader.lenient().read(file));
 * if (!report.isValid()) {
 *     System.err.println(report);
 * }
 * }</pre>
 *
 * <p>A report is advice. Nothing in an archive depends on it unless its owner asks.
 */
public final class IodValidator {
    private static final class Holder {
        static final IodValidator STANDARD = new IodValidator(Tables.standard(), "");
    }

    private final Tables tables;
    private final String definitions;
    private final Map<String, Plan> plans = new ConcurrentHashMap<>();
    private final Facts.Cache dictionary = new Facts.Cache();

    private IodValidator(Tables tables, String definitions) {
        this.tables = tables;
        this.definitions = definitions;
    }

    /**
     * The rules of the standard, and of DICONDE as far as they are openly known. They are loaded when first asked for.
     *
     * @return the one instance
     */
    public static IodValidator standard() {
        return Holder.STANDARD;
    }

    /**
     * Adds modules, macros and classes of one's own, or replaces those of the same name. The form is that of the resource
     * {@code iods.txt} beside this class; blocks are separated by empty lines:
     *
     * <pre>
     * module acme-weld - Weld of Acme
     * AccessionNumber 1
     * BodyPartExamined 1 =PIPE|PLATE
     *
     * iod A.26 Radiograph of Acme
     * class DigitalXRayImageStorageForPresentation
     * general-study M
     * acme-weld C if equals(Modality, DX)
     * </pre>
     *
     * @param text the definitions
     * @return a validator that knows them besides its own
     * @throws IllegalArgumentException if the text breaks its form; the message has the line
     */
    public IodValidator withDefinitions(String text) {
        String all = definitions.isEmpty() ? text : definitions + "\n\n" + text;
        return new IodValidator(Tables.with(all), all);
    }

    /**
     * Whether modules are known for a class, so that more than the general rules is applied.
     *
     * @param sopClassUid the class
     * @return true if it is described
     */
    public boolean describes(String sopClassUid) {
        return tables.hasIod(sopClassUid);
    }

    /**
     * Validates an object as read from a file, its File Meta Information included.
     *
     * @param object the object
     * @return what was found
     */
    public IodReport validate(DicomObject object) {
        Findings findings = new Findings();
        new ValueCheck(findings, dictionary).check(object.fileMeta());
        new IdentityCheck(findings).fileMeta(object);
        String sopClass = Scope.string(object.dataset(), Tag.SOPClassUID);
        if (sopClass.isEmpty() && isDirectory(object)) {
            sopClass = UID.MediaStorageDirectoryStorage;
        }
        return validate(object.dataset(), sopClass, object.transferSyntax().encapsulated(), findings);
    }

    /**
     * Validates a data set.
     *
     * @param dataset the data set
     * @return what was found
     */
    public IodReport validate(Dataset dataset) {
        return validate(dataset, Scope.string(dataset, Tag.SOPClassUID), null, new Findings());
    }

    /** A DICOMDIR, which names its class in the File Meta Information only (PS3.10 8.6). */
    private static boolean isDirectory(DicomObject object) {
        return Scope.string(object.fileMeta(), Tag.MediaStorageSOPClassUID).equals(UID.MediaStorageDirectoryStorage);
    }

    private IodReport validate(Dataset dataset, String sopClass, @Nullable Boolean encapsulated, Findings findings) {
        new ValueCheck(findings, dictionary).check(dataset);
        new IdentityCheck(findings).check(dataset);
        new PixelCheck(findings).check(dataset, encapsulated);
        new FrameCheck(findings).check(dataset);
        Plan plan = plan(sopClass);
        if (plan == null) {
            notDescribed(sopClass, findings);
        } else {
            new ModuleCheck(plan, findings, dictionary).check(new Scope(dataset, dataset, sopClass));
        }
        return new IodReport(sopClass, plan == null ? null : plan.iod.title(), findings.sorted());
    }

    private @Nullable Plan plan(String sopClass) {
        Plan plan = plans.get(sopClass);
        if (plan == null) {
            Iod iod = tables.iod(sopClass);
            if (iod == null) {
                return null;
            }
            plan = new Plan(iod);
            plans.put(sopClass, plan);
        }
        return plan;
    }

    private static void notDescribed(String sopClass, Findings findings) {
        if (sopClass.isEmpty()) {
            findings.add(
                    Severity.ERROR,
                    Rule.MISSING,
                    "SOP Common",
                    Tag.SOPClassUID,
                    "1",
                    "expected the class of the object, found none",
                    "PS3.3 C.12.1");
        } else {
            findings.add(
                    Severity.INFO,
                    Rule.NOT_DESCRIBED,
                    "SOP Common",
                    Tag.SOPClassUID,
                    "1",
                    "a class whose modules are not described here, so that only the general rules were applied",
                    "PS3.3 A");
        }
    }
}
