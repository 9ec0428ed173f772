package org.diconde4j.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MediaTypeTest {
    @Test
    void reads_parameters_quoted_or_not() {
        for (String text : List.of(
                "multipart/related; type=\"application/dicom\"; transfer-syntax=*; boundary=X",
                "Multipart/Related;TYPE=application/dicom;transfer-syntax=\"*\" ; boundary=\"X\"",
                "multipart/related ; type = \"application\\/dicom\";;transfer-syntax=*;boundary=X;")) {
            MediaType type = MediaType.of(text);
            assertThat(type.essence()).isEqualTo("multipart/related");
            assertThat(type.parameter("type")).isEqualTo("application/dicom");
            assertThat(type.parameter("transfer-syntax")).isEqualTo("*");
            assertThat(type.parameter("boundary")).isEqualTo("X");
        }
    }

    @Test
    void reads_lists_with_commas_in_quotation_marks() {
        List<MediaType> all = MediaType.list("a/b;c=\"1,2\", , d/*;q=0.5,*/*");
        assertThat(all).extracting(MediaType::essence).containsExactly("a/b", "d/*", "*/*");
        assertThat(all.get(0).parameter("c")).isEqualTo("1,2");
    }

    @Test
    void says_where_a_media_type_is_none() {
        for (String text : List.of("a", "a/", "/b", "a/b;c", "a/b;c=", "a/b;c=\"d", "a/b c", "a//b", "é/b")) {
            assertThatThrownBy(() -> MediaType.of(text))
                    .as(text)
                    .isInstanceOf(HttpProblem.class)
                    .hasMessageContaining(text);
        }
    }

    @Test
    void takes_any_text_for_a_media_type_or_a_problem() {
        Random random = new Random(11);
        String alphabet = "ab/;=\",\\ \tq*0.";
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(24); n > 0; n--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Acceptable.of(List.of(text.toString()), List.of());
            } catch (HttpProblem e) {
                assertThat(e.status()).as(text.toString()).isEqualTo(400);
            }
        }
    }

    @Test
    void orders_what_is_accepted_by_quality_and_then_by_how_much_it_says() {
        List<Acceptable> all = Acceptable.of(
                List.of(
                        "*/*;q=0.9, image/*, image/png",
                        "text/html;q=0",
                        "multipart/related;type=\"image/jls\";q=0.95"),
                List.of());
        assertThat(all).extracting(Acceptable::type).containsExactly("image/png", "image/*", "image/jls", "*/*");
        assertThat(all.get(2).multipart()).isTrue();
        assertThat(Acceptable.of(List.of("image/png"), List.of("image/jpeg")))
                .as("the query parameter counts before the header")
                .extracting(Acceptable::type)
                .containsExactly("image/jpeg");
        assertThat(Acceptable.of(List.of(), List.of()).get(0).takes("a/b")).isTrue();
        assertThatThrownBy(() -> Acceptable.of(List.of("a/b;q=2"), List.of())).hasMessageContaining("q=2");
    }

    @Test
    void reads_queries_and_refuses_escapes_that_mean_nothing() {
        QueryParameters parameters =
                QueryParameters.of("PatientName=M%C3%BCller+A&x&y=1&y=2&&limit=3&fuzzymatching=true");
        assertThat(parameters.one("PatientName")).isEqualTo("Müller A");
        assertThat(parameters.all("y")).containsExactly("1", "2");
        assertThat(parameters.one("x")).isEmpty();
        assertThat(parameters.number("limit", 9)).isEqualTo(3);
        assertThat(parameters.flag("fuzzymatching")).isTrue();
        assertThatThrownBy(() -> parameters.one("y")).isInstanceOf(HttpProblem.class);
        assertThatThrownBy(() -> QueryParameters.of("a=%zz")).isInstanceOf(HttpProblem.class);
        assertThatThrownBy(() -> QueryParameters.of("limit=x").number("limit", 1))
                .isInstanceOf(HttpProblem.class);
        assertThatThrownBy(() -> QueryParameters.of("a=1&".repeat(1001))).isInstanceOf(HttpProblem.class);
    }
}
