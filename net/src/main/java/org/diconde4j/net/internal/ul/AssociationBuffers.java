package org.diconde4j.net.internal.ul;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The two buffers of an association: small ones, so that many associations cost little, until there is so much to carry that
 * large ones pay. Where no memory is left for large ones, the small ones carry on.
 */
final class AssociationBuffers {
    private final UlResources resources;
    private final boolean scarce;
    private ByteBuffer in;
    private @Nullable ByteBuffer out;
    private int outSize;
    private boolean freed;

    private AssociationBuffers(UlResources resources, ByteBuffer in, ByteBuffer out, boolean scarce) {
        this.resources = resources;
        this.in = in;
        this.out = out;
        this.outSize = out.capacity();
        this.scarce = scarce;
    }

    /** Takes them; from the reserve if nothing else is left, null if that is used up as well. */
    static @Nullable AssociationBuffers take(UlResources resources) {
        ByteBuffer in = resources.smallInputs().take();
        ByteBuffer out = in == null ? null : resources.smallOutputs().take();
        if (in != null && out != null) {
            return new AssociationBuffers(resources, in, out, false);
        }
        if (in != null) {
            resources.smallInputs().give(in);
        }
        ByteBuffer last = resources.reserve().kept();
        if (last == null) {
            return null;
        }
        int half = last.capacity() / 2;
        return new AssociationBuffers(resources, last, last.slice(half, half), true);
    }

    /** Whether they are of the reserve, which is for the last word to a peer that can't be served. */
    boolean scarce() {
        return scarce;
    }

    /** What is read into; of the reserve, the half that is not written from. */
    ByteBuffer in() {
        return scarce ? in.slice(0, in.capacity() / 2) : in;
    }

    /** What is written from. After {@link #free} nobody reads what is put there. */
    ByteBuffer out() {
        ByteBuffer buffer = out;
        if (buffer == null) {
            buffer = ByteBuffer.allocate(outSize);
            out = buffer;
        }
        return buffer;
    }

    /** A large buffer to read into, with what is left to be read of the present one; the present one if there is none. */
    ByteBuffer largerIn(ByteBuffer present) {
        ByteBuffer larger = larger(resources.inputs(), present);
        if (larger == null) {
            return present;
        }
        larger.put(present).flip();
        resources.smallInputs().give(in);
        in = larger;
        return larger;
    }

    /** A large buffer to write from, with what was put into the present one; the present one if there is none. */
    ByteBuffer largerOut() {
        ByteBuffer present = out();
        ByteBuffer larger = larger(resources.outputs(), present);
        if (larger == null) {
            return present;
        }
        larger.put(present.flip());
        resources.smallOutputs().give(present);
        out = larger;
        outSize = larger.capacity();
        return larger;
    }

    private @Nullable ByteBuffer larger(BufferPool pool, ByteBuffer present) {
        return scarce || freed || present.capacity() >= pool.size() ? null : pool.take();
    }

    /** Gives them back; they may belong to another association before this returns. For the owner of the association alone. */
    void free() {
        freed = true;
        ByteBuffer written = out;
        out = null;
        if (scarce) {
            resources.reserve().give(in);
            return;
        }
        give(in, resources.smallInputs(), resources.inputs());
        if (written != null) {
            give(written, resources.smallOutputs(), resources.outputs());
        }
    }

    private static void give(ByteBuffer buffer, BufferPool small, BufferPool large) {
        (buffer.capacity() == small.size() ? small : large).give(buffer);
    }
}
