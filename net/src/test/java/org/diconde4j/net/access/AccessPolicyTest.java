package org.diconde4j.net.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.pdu.UserIdentity;
import org.diconde4j.net.service.Admission;
import org.diconde4j.net.service.Allowance;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.tck.TestAuthority;
import org.diconde4j.net.tls.Tls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is let in, and what one peer may use. */
class AccessPolicyTest {
    private static AssociationInfo who(String calling, String called, String address) {
        return who(calling, called, address, null, null);
    }

    private static AssociationInfo who(
            String calling, String called, String address, UserIdentity user, X509Certificate certificate) {
        return new AssociationInfo(
                1,
                calling,
                called,
                new InetSocketAddress(address, 50000),
                new InetSocketAddress("127.0.0.1", 104),
                "1.2.3",
                null,
                user,
                certificate);
    }

    private static AccessPolicy allowing(AccessRule... rules) {
        AccessPolicy.Builder policy = AccessPolicy.builder();
        for (AccessRule rule : rules) {
            policy.allow(rule);
        }
        return policy.build();
    }

    @Test
    void without_rules_everybody_is_let_in() {
        assertThat(AccessPolicy.builder().build().check(who("X", "Y", "203.0.113.9")))
                .isNull();
        assertThat(allowing(AccessRule.anybody()).check(who("X", "Y", "203.0.113.9")))
                .isNull();
    }

    @Test
    void the_answer_says_which_title_is_not_recognized_and_no_more() {
        AccessPolicy policy = allowing(
                AccessRule.anybody()
                        .callingAeTitles("XRAY*")
                        .calledAeTitles("ARCHIVE")
                        .addresses("10.0.0.0/8"),
                AccessRule.anybody().callingAeTitles("CT.1"));

        assertThat(policy.check(who("XRAY1", "ARCHIVE", "10.1.2.3"))).isNull();
        assertThat(policy.check(who("XRAY", "ARCHIVE", "10.1.2.3"))).isNull();
        assertThat(policy.check(who("CT.1", "ANY", "203.0.113.9"))).isNull();
        assertThat(policy.check(who("CTX1", "ANY", "203.0.113.9")))
                .isEqualTo(AssociateRj.CALLING_AE_TITLE_NOT_RECOGNIZED);
        assertThat(policy.check(who("XRAY1", "PACS", "10.1.2.3")))
                .isEqualTo(AssociateRj.CALLED_AE_TITLE_NOT_RECOGNIZED);
        assertThat(policy.check(who("XRAY1", "ARCHIVE", "11.1.2.3"))).isEqualTo(AssociateRj.NO_REASON_GIVEN);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.7, 10.0.0.7, true",
        "10.0.0.7, 10.0.0.8, false",
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "10.0.0.5/30, 10.0.0.6, true",
        "10.0.0.5/30, 10.0.0.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "[::1], ::1, true",
        "::ffff:10.0.0.7, 10.0.0.7, true"
    })
    void a_network_holds_its_addresses(String range, String address, boolean held) {
        AccessPolicy policy = allowing(AccessRule.anybody().addresses(range));

        assertThat(policy.check(who("X", "Y", address)) == null).isEqualTo(held);
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0", "10.0.0.0/33", "10.0.0.256", "2001:db8::/129", "10.0.0.0/-1", ""})
    void what_is_no_address_is_refused_and_no_name_is_looked_up(String text) {
        assertThatThrownBy(() -> AccessRule.anybody().addresses(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("address \"" + text + "\"");
    }

    @Test
    void a_certificate_is_known_by_subject_or_fingerprint() {
        TestAuthority authority = TestAuthority.create("Works CA");
        X509Certificate certificate = authority.issue("XRAY1").certificate();
        X509Certificate other = authority.issue("XRAY2").certificate();
        for (String name : new String[] {"cn=xray1", Tls.fingerprint(certificate)}) {
            AccessPolicy policy = allowing(AccessRule.anybody().certificates(name));
            assertThat(policy.check(who("X", "Y", "10.0.0.7", null, certificate)))
                    .isNull();
            assertThat(policy.check(who("X", "Y", "10.0.0.7", null, other))).isEqualTo(AssociateRj.NO_REASON_GIVEN);
            assertThat(policy.check(who("X", "Y", "10.0.0.7"))).isEqualTo(AssociateRj.NO_REASON_GIVEN);
        }
        assertThatThrownBy(() -> AccessRule.anybody().certificates("XRAY1")).hasMessageContaining("fingerprint");
    }

    @Test
    void a_user_is_known_by_name() {
        AccessPolicy policy = allowing(AccessRule.anybody().users("anna"));

        assertThat(policy.check(who("X", "Y", "10.0.0.7", UserIdentity.username("anna"), null)))
                .isNull();
        assertThat(policy.check(who("X", "Y", "10.0.0.7", UserIdentity.username("bert"), null)))
                .isEqualTo(AssociateRj.NO_REASON_GIVEN);
        assertThat(policy.check(who("X", "Y", "10.0.0.7"))).isEqualTo(AssociateRj.NO_REASON_GIVEN);
    }

    @Test
    void associations_are_counted_for_each_address_and_each_network_of_64_bits() {
        AccessPolicy policy = AccessPolicy.builder()
                .limits(PeerLimits.NONE.withAssociations(2))
                .build();
        Allowance first = policy.admit(who("A", "Y", "10.0.0.7")).allowance();
        policy.admit(who("B", "Y", "10.0.0.7"));

        assertThat(policy.admit(who("C", "Y", "10.0.0.7")).rejection()).isEqualTo(AssociateRj.LOCAL_LIMIT_EXCEEDED);
        assertThat(policy.check(who("C", "Y", "10.0.0.8"))).isNull();
        first.close();
        first.close(); // counts once
        assertThat(policy.admit(who("C", "Y", "10.0.0.7")).rejection()).isNull();
        assertThat(policy.check(who("C", "Y", "10.0.0.7"))).isEqualTo(AssociateRj.LOCAL_LIMIT_EXCEEDED);

        policy.admit(who("A", "Y", "2001:db8::1"));
        policy.admit(who("A", "Y", "2001:db8::2"));
        assertThat(policy.check(who("A", "Y", "2001:db8::3"))).isEqualTo(AssociateRj.LOCAL_LIMIT_EXCEEDED);
        assertThat(policy.check(who("A", "Y", "2001:db8:0:1::3"))).isNull();
    }

    @Test
    void the_first_rule_that_holds_brings_its_limits() {
        AccessPolicy policy = AccessPolicy.builder()
                .allow(AccessRule.anybody().callingAeTitles("SLOW").limits(PeerLimits.NONE.withAssociations(1)))
                .allow(AccessRule.anybody())
                .limits(PeerLimits.NONE.withAssociations(3))
                .build();
        policy.admit(who("SLOW", "Y", "10.0.0.7"));

        assertThat(policy.check(who("SLOW", "Y", "10.0.0.7"))).isEqualTo(AssociateRj.LOCAL_LIMIT_EXCEEDED);
        for (int i = 0; i < 3; i++) {
            assertThat(policy.admit(who("FAST", "Y", "10.0.0.7")).rejection()).isNull();
        }
        assertThat(policy.check(who("FAST", "Y", "10.0.0.7"))).isEqualTo(AssociateRj.LOCAL_LIMIT_EXCEEDED);
    }

    @Test
    void who_takes_more_than_a_second_s_worth_waits_for_it_on_all_associations_alike() {
        AccessPolicy policy = AccessPolicy.builder()
                .limits(PeerLimits.NONE.withBytesPerSecond(1000).withOperationsPerSecond(2))
                .build();
        Admission one = policy.admit(who("A", "Y", "10.0.0.7"));
        Admission two = policy.admit(who("B", "Y", "10.0.0.7"));

        assertThat(one.allowance().bytes(1000)).isZero();
        assertThat(one.allowance().bytes(5000)).isBetween(Duration.ofMillis(4800), Duration.ofSeconds(5));
        assertThat(two.allowance().bytes(1000)).isBetween(Duration.ofMillis(5500), Duration.ofSeconds(6));
        assertThat(policy.admit(who("A", "Y", "10.0.0.8")).allowance().bytes(1000))
                .isZero();

        assertThat(one.allowance().operation()).isZero();
        assertThat(two.allowance().operation()).isZero();
        assertThat(two.allowance().operation()).isBetween(Duration.ofMillis(300), Duration.ofMillis(500));
    }

    @Test
    void a_peer_does_not_get_more_by_coming_back() {
        AccessPolicy policy = AccessPolicy.builder()
                .limits(PeerLimits.NONE.withBytesPerSecond(1000))
                .build();
        Allowance first = policy.admit(who("A", "Y", "10.0.0.7")).allowance();
        first.bytes(11_000);
        first.close();

        assertThat(policy.admit(who("A", "Y", "10.0.0.7")).allowance().bytes(1)).isGreaterThan(Duration.ofSeconds(9));
    }

    @Test
    void limits_make_sense() {
        assertThatThrownBy(() -> PeerLimits.NONE.withAssociations(0)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> PeerLimits.NONE.withBytesPerSecond(0)).hasMessageContaining("1 or more");
        assertThatThrownBy(() -> PeerLimits.NONE.withOperationsPerSecond(Double.NaN))
                .hasMessageContaining("more than 0");
    }
}
