package org.diconde4j.net.access;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.diconde4j.net.pdu.AssociateRj;
import org.diconde4j.net.service.Admission;
import org.diconde4j.net.service.Allowance;
import org.diconde4j.net.service.AssociationInfo;
import org.diconde4j.net.service.AssociationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Lets in whom one of its rules names, and limits what each peer may use. A peer is an address, since titles cost nothing to change;
 * of IPv6 addresses the first 64 bits, as a host has all below them. Without rules everybody is let in. The rules are immutable; one
 * policy may serve several servers, which then share its limits. Thread-safe.
 *
 * <pre>{@code
 * AccessPolicy.builder()
 *         .allow(AccessRule.anybody().callingAeTitles("XRAY*").addresses("10.1.0.0/16"))
 *         .allow(AccessRule.anybody().certificates("CN=Partner,O=Works").limits(PeerLimits.NONE.withAssociations(2)))
 *         .limits(PeerLimits.NONE.withAssociations(16))
 *         .build()
 * }</pre>
 */
public final class AccessPolicy implements AssociationPolicy {
    /** So many peers are remembered before those that have not used anything lately are forgotten. */
    private static final int REMEMBERED = 1024;

    private final List<AccessRule> rules;
    private final PeerLimits limits;
    private final Map<Who, Use> uses = new HashMap<>();
    private int forgetAt = REMEMBERED;

    private AccessPolicy(List<AccessRule> rules, PeerLimits limits) {
        this.rules = rules;
        this.limits = limits;
    }

    /**
     * Begins without rules and without limits.
     *
     * @return a builder that ends in {@link Builder#build()}
     */
    public static Builder builder() {
        return new Builder();
    }

    /** One peer under one rule. */
    private record Who(int rule, InetAddress address) {}

    /** What one peer uses. The number is guarded by the policy. */
    private static final class Use {
        private final PeerLimits limits;
        private final TokenBucket operations;
        private final TokenBucket bytes;
        private int associations;

        Use(PeerLimits limits) {
            long now = System.nanoTime();
            this.limits = limits;
            this.operations = new TokenBucket(limits.operationsPerSecond(), now);
            this.bytes = new TokenBucket(limits.bytesPerSecond(), now);
        }

        boolean idle(long now) {
            return associations == 0 && operations.full(now) && bytes.full(now);
        }
    }

    /** Whether the requestor would be let in now; takes nothing of its limits. */
    @Override
    public @Nullable AssociateRj check(AssociationInfo requestor) {
        Admission admission = admit(requestor);
        admission.allowance().close();
        return admission.rejection();
    }

    @Override
    public Admission admit(AssociationInfo requestor) {
        int rule = ruleFor(requestor);
        if (rule < 0) {
            return refusal(requestor);
        }
        PeerLimits own = rules.get(rule).limits();
        Who who = new Who(own == null ? -1 : rule, network(requestor.remote().getAddress()));
        synchronized (uses) {
            forget();
            Use use = uses.computeIfAbsent(who, w -> new Use(own == null ? limits : own));
            if (use.associations >= use.limits.associations()) {
                return Admission.rejected(
                        AssociateRj.LOCAL_LIMIT_EXCEEDED,
                        use.associations + " associations of this address are open, as many as it may have");
            }
            use.associations++;
            return Admission.admitted(new Share(use));
        }
    }

    private int ruleFor(AssociationInfo requestor) {
        for (int i = 0; i < rules.size(); i++) {
            AccessRule rule = rules.get(i);
            if (rule.namesCalling(requestor) && rule.namesCalled(requestor) && rule.knows(requestor)) {
                return i;
            }
        }
        return -1;
    }

    private Admission refusal(AssociationInfo requestor) {
        if (rules.stream().noneMatch(rule -> rule.namesCalling(requestor))) {
            return Admission.rejected(
                    AssociateRj.CALLING_AE_TITLE_NOT_RECOGNIZED, "no rule names the calling AE title");
        }
        if (rules.stream().noneMatch(rule -> rule.namesCalling(requestor) && rule.namesCalled(requestor))) {
            return Admission.rejected(
                    AssociateRj.CALLED_AE_TITLE_NOT_RECOGNIZED, "no rule for this caller names the called AE title");
        }
        return Admission.rejected(
                AssociateRj.NO_REASON_GIVEN, "the rules for this title want another address, certificate or user");
    }

    private static InetAddress network(InetAddress address) {
        if (address instanceof Inet6Address) {
            byte[] bytes = address.getAddress();
            Arrays.fill(bytes, 8, 16, (byte) 0);
            try {
                return InetAddress.getByAddress(bytes);
            } catch (java.net.UnknownHostException e) {
                throw new IllegalStateException(e); // 16 bytes are an address
            }
        }
        return address;
    }

    private void forget() {
        if (uses.size() >= forgetAt) {
            long now = System.nanoTime();
            uses.values().removeIf(use -> use.idle(now));
            forgetAt = Math.max(REMEMBERED, uses.size() * 2);
        }
    }

    /** One association's share. */
    private final class Share implements Allowance {
        private final Use use;
        private final AtomicBoolean closed = new AtomicBoolean();

        Share(Use use) {
            this.use = use;
        }

        @Override
        public Duration operation() {
            return Duration.ofNanos(use.operations.take(1, System.nanoTime()));
        }

        @Override
        public Duration bytes(long count) {
            return Duration.ofNanos(use.bytes.take(count, System.nanoTime()));
        }

        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                synchronized (uses) {
                    use.associations--;
                }
            }
        }
    }

    /** Describes a policy. Not thread-safe. */
    public static final class Builder {
        private final List<AccessRule> rules = new ArrayList<>();
        private PeerLimits limits = PeerLimits.NONE;

        private Builder() {}

        /**
         * Lets those in whom a rule names. The first rule that holds decides, so that special ones come first.
         *
         * @param rule the rule
         * @return this
         */
        public Builder allow(AccessRule rule) {
            rules.add(rule);
            return this;
        }

        /**
         * Limits each peer whose rule has no limits of its own.
         *
         * @param value default {@link PeerLimits#NONE}
         * @return this
         */
        public Builder limits(PeerLimits value) {
            limits = value;
            return this;
        }

        /**
         * Makes the policy.
         *
         * @return the policy
         */
        public AccessPolicy build() {
            return new AccessPolicy(rules.isEmpty() ? List.of(AccessRule.anybody()) : List.copyOf(rules), limits);
        }
    }
}
