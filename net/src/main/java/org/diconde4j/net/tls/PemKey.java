package org.diconde4j.net.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** A private key in one of the forms that it has in PEM files: PKCS#8 (RFC 5958), encrypted or not, PKCS#1 and SEC 1. */
final class PemKey {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;

    /** RSA keys of 16,384 bits have 9 KB. */
    private static final int LONGEST = 16 << 10;

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private PemKey() {}

    /**
     * Reads the key that belongs to a certificate.
     *
     * @param password for an encrypted key
     * @param certified what the certificate says
     */
    static PrivateKey read(PemFile file, char @Nullable [] password, PublicKey certified) {
        for (PemFile.Block block : file.blocks()) {
            byte[] pkcs8 = switch (block.label()) {
                case "PRIVATE KEY" -> block.der();
                case "ENCRYPTED PRIVATE KEY" -> decrypt(file.path(), block.der(), password);
                case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> wrap(file.path(), block.der(), certified);
                default -> null;
            };
            if (pkcs8 != null) {
                return check(file.path(), pkcs8, certified);
            }
        }
        throw new TlsException(file.path() + " holds no private key, found " + file.labels(), null);
    }

    private static PrivateKey check(Path path, byte[] pkcs8, PublicKey certified) {
        PrivateKey key;
        try {
            key = KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                    path + ": expected an " + certified.getAlgorithm() + " key, as the certificate has one: "
                            + e.getMessage(),
                    e);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        requireMatch(path, key, certified);
        return key;
    }

    /** Refuses a key that is not that of a certificate. */
    static void requireMatch(Path path, PrivateKey key, PublicKey certified) {
        if (!belongTogether(key, certified)) {
            throw new TlsException(path + ": the private key does not belong to the certificate", null);
        }
    }

    private static boolean belongTogether(PrivateKey key, PublicKey certified) {
        try {
            Signature signature = Signature.getInstance(
                    switch (certified.getAlgorithm()) {
                        case "RSA" -> "SHA256withRSA";
                        case "EC" -> "SHA256withECDSA";
                        default -> certified.getAlgorithm();
                    });
            if (certified.getAlgorithm().equals("RSASSA-PSS")) {
                signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            }
            signature.initSign(key);
            signature.update(VERSION_0);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(VERSION_0);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static byte[] decrypt(Path path, byte[] der, char @Nullable [] password) {
        if (password == null) {
            throw new TlsException(path + ": the private key is encrypted, and there is no password for it", null);
        }
        try {
            EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(der);
            // The name of the algorithm is just "PBES2" up to JDK 18; its parameters know what that stands for.
            String name =
                    info.getAlgName().startsWith("PBE") && !info.getAlgName().equals("PBES2")
                            ? info.getAlgName()
                            : String.valueOf(info.getAlgParameters());
            Cipher cipher = Cipher.getInstance(name);
            PBEKeySpec spec = new PBEKeySpec(password);
            try {
                cipher.init(
                        Cipher.DECRYPT_MODE,
                        SecretKeyFactory.getInstance(name).generateSecret(spec),
                        info.getAlgParameters());
            } finally {
                spec.clearPassword();
            }
            return info.getKeySpec(cipher).getEncoded();
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException(
                    path + ": the private key cannot be decrypted, most likely since its password is another: "
                            + e.getMessage(),
                    e);
        }
    }

    /**
     * PKCS#1 and SEC 1 hold the key alone; PKCS#8 puts a version and the algorithm in front. The algorithm, the curve
     * included, is that of the certificate's key.
     */
    private static byte[] wrap(Path path, byte[] key, PublicKey certified) {
        if (key.length > LONGEST) {
            throw new TlsException(
                    path + ": a private key of " + key.length + " bytes, expected at most " + LONGEST, null);
        }
        ByteBuffer subject = ByteBuffer.wrap(certified.getEncoded()); // SEQUENCE { algorithm, key }
        contents(subject);
        int start = subject.position();
        ByteBuffer algorithm = contents(subject.duplicate());
        int end = algorithm.limit();
        byte[] identifier = Arrays.copyOfRange(certified.getEncoded(), start, end);
        return tlv(SEQUENCE, VERSION_0, identifier, tlv(OCTET_STRING, key));
    }

    /** Goes to the contents of the value at hand, of a key that Java has encoded, and limits the buffer to it. */
    private static ByteBuffer contents(ByteBuffer der) {
        der.get();
        int length = der.get() & 0xFF;
        if (length > 0x80) {
            int bytes = length - 0x80;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | der.get() & 0xFF;
            }
        }
        return der.limit(der.position() + length);
    }

    private static byte[] tlv(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer out = ByteBuffer.allocate(length + 6);
        out.put((byte) tag);
        if (length < 0x80) {
            out.put((byte) length);
        } else if (length < 0x100) {
            out.put((byte) 0x81).put((byte) length);
        } else {
            out.put((byte) 0x82).putShort((short) length);
        }
        for (byte[] part : parts) {
            out.put(part);
        }
        return Arrays.copyOf(out.array(), out.position());
    }
}
