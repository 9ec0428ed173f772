package org.diconde4j.net.tck;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * Programs of others that tests measure against: DCMTK's commands, pydicom with its sample files, Orthanc, dcmjs-dimse.
 *
 * <p>A test asks here for what it needs. When that is not installed, the test is skipped and the build says at its end
 * what it left out; with the system property {@code diconde4j.peers=required}, as in {@code .ci/run}, it fails instead.
 *
 * <p>Thread-safe.
 */
public final class Peers {
    private static final String PYDICOM_DIRECTORY =
            "import os, pydicom.data; print(os.path.dirname(os.path.abspath(pydicom.data.__file__)))";

    private Peers() {}

    /**
     * Finds a command of DCMTK, for example {@code storescu}.
     *
     * @param name the command's file name
     * @return its path; does not return if it is not installed: the test is skipped or fails, see above
     */
    public static Path dcmtk(String name) {
        Path command = onPath(name);
        return command != null ? command : missing("DCMTK's " + name, "dcmtk");
    }

    /**
     * Finds any other command, for example {@code dciodvfy} of the package {@code dicom3tools}.
     *
     * @param name the command's file name
     * @param debianPackage what to install when it is missing
     * @return its path; does not return if it is not installed: the test is skipped or fails, see above
     */
    public static Path command(String name, String debianPackage) {
        Path command = onPath(name);
        return command != null ? command : missing(name, debianPackage);
    }

    /**
     * Finds Orthanc's server; {@link Orthanc} runs it.
     *
     * @return its path; does not return if it is not installed: the test is skipped or fails, see above
     */
    public static Path orthanc() {
        Path command = onPath("Orthanc");
        Path debian = Path.of("/usr/sbin/Orthanc"); // which only root has on its path
        if (command == null && Files.isExecutable(debian)) {
            command = debian;
        }
        return command != null ? command : missing("Orthanc", "orthanc");
    }

    /**
     * Finds Orthanc's plugin for DICOMweb where Debian's {@code orthanc-dicomweb} has it.
     *
     * @return its path; does not return if it is not installed: the test is skipped or fails, see above
     */
    public static Path orthancDicomWeb() {
        Path plugin = Path.of("/usr/share/orthanc/plugins/libOrthancDicomWeb.so");
        return Files.exists(plugin)
                ? plugin
                : leftOut("needs Orthanc's plugin for DICOMweb, which is not installed (Debian: apt-get install"
                        + " orthanc-dicomweb)");
    }

    /**
     * Finds the folder where npm's package {@code dcmjs-dimse} is installed, as {@link #npm} does.
     *
     * @return a folder {@code node_modules}; does not return if there is none: the test is skipped or fails, see above
     */
    public static Path dcmjs() {
        return npm("dcmjs-dimse");
    }

    /**
     * Finds the folder where a package of npm is installed, named by the system property {@code diconde4j.dcmjs}. A script
     * for it is run by {@link #command command("node", "nodejs")} with the environment variable {@code NODE_PATH} set to this
     * folder.
     *
     * @param name the package
     * @return a folder {@code node_modules}; does not return if there is none: the test is skipped or fails, see above
     */
    public static Path npm(String name) {
        String folder = System.getProperty("diconde4j.dcmjs", "");
        Path modules = Path.of(folder, "node_modules");
        if (folder.isEmpty() || !Files.isDirectory(modules.resolve(name))) {
            return leftOut("needs npm's " + name + ", which is not installed (npm install --prefix FOLDER " + name
                    + ", then mvn -Ddiconde4j.dcmjs=FOLDER)");
        }
        return modules;
    }

    /**
     * Finds a Python interpreter that can import pydicom. It need not be the first {@code python3} of the path: Debian's
     * package belongs to {@code /usr/bin/python3}.
     *
     * @return its path; does not return if there is none: the test is skipped or fails, see above
     */
    public static Path pydicom() {
        return pydicomWithData().interpreter();
    }

    /**
     * Finds a Python interpreter that can import a module; as for {@link #pydicom}, not only the first of the path is tried.
     *
     * @param module the name of the module
     * @param debianPackage what to install when it is missing
     * @return its path; does not return if there is none: the test is skipped or fails, see above
     */
    public static Path python(String module, String debianPackage) {
        for (Path python : pythons()) {
            if (run(Duration.ofSeconds(60), python, "-c", "import " + module).exitCode() == 0) {
                return python;
            }
        }
        return missing("Python's " + module, debianPackage);
    }

    /**
     * Finds the sample files of pydicom, of which some lie in folders and some are no DICOM files at all.
     *
     * @return the directory that holds {@code test_files} and {@code charset_files}; does not return if there is none:
     *     the test is skipped or fails, see above
     */
    public static Path pydicomData() {
        return pydicomWithData().data();
    }

    /**
     * Runs a command to its end, its standard input closed and its error output among its output.
     *
     * @param timeout how long it may take; it is killed after that
     * @param command the command and its arguments
     * @return what came of it, whatever its exit code
     * @throws AssertionError if it could not be started or did not end in time
     */
    public static PeerRun run(Duration timeout, Object... command) {
        List<String> words = new ArrayList<>();
        for (Object word : command) {
            words.add(word.toString());
        }
        try {
            Process process =
                    new ProcessBuilder(words).redirectErrorStream(true).start();
            process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> readAll(process));
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError(
                        String.join(" ", words) + " did not end within " + timeout + ". It said:\n" + output.join());
            }
            return new PeerRun(List.copyOf(words), process.exitValue(), output.join());
        } catch (IOException e) {
            throw new AssertionError("Cannot run " + String.join(" ", words) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted while waiting for " + String.join(" ", words), e);
        }
    }

    private static String readAll(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(output unreadable: " + e.getMessage() + ")";
        }
    }

    private static List<Path> pythons() {
        List<Path> candidates = new ArrayList<>();
        candidates.add(Path.of("/usr/bin/python3"));
        Path first = onPath("python3");
        if (first != null) {
            candidates.add(first);
        }
        return candidates.stream().filter(Files::isExecutable).toList();
    }

    private static Python pydicomWithData() {
        for (Path python : pythons()) {
            PeerRun run = run(Duration.ofSeconds(60), python, "-c", PYDICOM_DIRECTORY);
            Path data = Path.of(run.output().strip().lines().reduce("", (a, b) -> b));
            if (run.exitCode() == 0 && Files.isDirectory(data.resolve("test_files"))) {
                return new Python(python, data);
            }
        }
        return missing("pydicom", "python3-pydicom");
    }

    private static @Nullable Path onPath(String name) {
        String path = System.getenv("PATH");
        for (String directory : (path == null ? "" : path).split(File.pathSeparator)) {
            Path candidate = Path.of(directory, name);
            if (!directory.isEmpty() && Files.isExecutable(candidate) && Files.isRegularFile(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    private static <T> T missing(String what, String debianPackage) {
        return leftOut("needs " + what + ", which is not installed (Debian: apt-get install " + debianPackage + ")");
    }

    private static <T> T leftOut(String reason) {
        if ("required".equals(System.getProperty("diconde4j.peers"))) {
            return Assertions.fail(reason);
        }
        return Assumptions.abort(reason);
    }

    private record Python(Path interpreter, Path data) {}
}
