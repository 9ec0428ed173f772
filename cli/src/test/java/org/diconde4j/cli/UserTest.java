package org.diconde4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.diconde4j.cli.Run.diconde4j;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.PasswordFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class UserTest {
    private static final InetSocketAddress SOMEWHERE = new InetSocketAddress("127.0.0.1", 104);
    private static final AssociationInfo REQUESTOR =
            new AssociationInfo(1, "XRAY1", "ARCHIVE", SOMEWHERE, SOMEWHERE, "1.2.3", null, null, null);

    @TempDir
    Path temp;

    /** In a process of its own, which has a standard input. */
    private static String user(String passcode, Object... args) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.diconde4j.cli.Main",
                "user"));
        words.addAll(List.of(Run.words(args)));
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        process.getOutputStream().write((passcode + "\n").getBytes(UTF_8));
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said.strip();
    }

    private static boolean knows(Path users, String name, String passcode) throws Exception {
        return PasswordFile.of(users)
                .verify(UserIdentity.usernameAndPasscode(name, passcode), REQUESTOR)
                .accepted();
    }

    @Test
    void puts_a_user_into_the_file_of_a_server_and_changes_the_passcode() throws Exception {
        Path users = Files.writeString(temp.resolve("users.txt"), "# inspectors\n\n");

        assertThat(user("seam 17", "anna", "--to", users)).isEqualTo("added anna");
        Files.writeString(users, Files.readString(users) + user("Prüfung", "bert") + "\n");
        assertThat(user("seam 18", "anna", "--to", users)).isEqualTo("changed anna");

        assertThat(Files.readString(users)).startsWith("# inspectors\n").doesNotContain("seam");
        assertThat(Files.readAllLines(users)).hasSize(4);
        assertThat(knows(users, "anna", "seam 18")).isTrue();
        assertThat(knows(users, "anna", "seam 17")).isFalse();
        assertThat(knows(users, "bert", "Prüfung")).isTrue();
        try (var files = Files.list(temp)) {
            assertThat(files).containsExactly(users);
        }
    }

    @Test
    void keeps_what_a_user_may_when_the_passcode_changes_and_takes_users_out() throws Exception {
        Path users = Files.writeString(
                temp.resolve("users.txt"),
                PasswordFile.line("anna", "seam 17") + ":view:PatientID=T-*\n" + PasswordFile.line("bert", "x") + "\n");

        assertThat(user("seam 18", "anna", "--to", users)).isEqualTo("changed anna");
        assertThat(PasswordFile.of(users).rights()).containsEntry("anna", "view:PatientID=T-*");
        assertThat(diconde4j("user", "--list", "--to", users).out()).contains("anna  view:PatientID=T-*");
        assertThat(diconde4j("user", "bert", "--remove", "--to", users).out()).contains("removed bert");
        assertThat(PasswordFile.of(users).rights()).containsOnlyKeys("anna");
        assertThat(diconde4j("user", "anna", "--to", users, "--role", "chief").code())
                .isEqualTo(2);
    }

    @Test
    void takes_no_passcode_as_an_argument() {
        Run run = diconde4j("user", "anna", "seam 17");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
    }
}
