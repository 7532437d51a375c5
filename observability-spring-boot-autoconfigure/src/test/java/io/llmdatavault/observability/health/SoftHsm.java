package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Security;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;

import org.junit.jupiter.api.Assumptions;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real PKCS#11 tokens, by SoftHSM in this process. It looks for tokens once, so all are made before the first is used, and
 * each is handed out once.
 */
final class SoftHsm {

    static final Path LIBRARY = Path.of("/usr/lib/softhsm/libsofthsm2.so");

    static final String PIN = "4711-Planted";

    private static final Path TOOL = Path.of("/usr/bin/softhsm2-util");

    private static final Path FOLDER = Path.of("target/softhsm").toAbsolutePath();

    private static final Pattern SLOT = Pattern.compile("slot (\\d+)");

    private static final int TOKENS = 16;

    private static final Deque<Token> UNUSED = new ArrayDeque<>();

    private static int next;

    private SoftHsm() {}

    /** A token that nobody has used, and nobody is logged in to. */
    static synchronized Token token() {
        if (!Files.isExecutable(TOOL)) {
            assertThat(System.getenv("CI")).as("SoftHSM is missing").isNotEqualTo("true");
            Assumptions.abort("SoftHSM is not installed");
        }
        if (!FOLDER.resolve("softhsm2.conf").toString().equals(System.getenv("SOFTHSM2_CONF"))) {
            Assumptions.abort("SOFTHSM2_CONF is not set as Maven does it");
        }
        if (next == 0) {
            makeTokens();
        }
        assertThat(UNUSED).as("tokens, make more").isNotEmpty();
        return UNUSED.pop();
    }

    private static void makeTokens() {
        try {
            FileSystemUtils.deleteRecursively(FOLDER);
            Path tokens = Files.createDirectories(FOLDER.resolve("tokens"));
            Files.writeString(
                    FOLDER.resolve("softhsm2.conf"),
                    "directories.tokendir = %s%nobjectstore.backend = file%nlog.level = ERROR%n".formatted(tokens));
            while (next < TOKENS) {
                UNUSED.add(makeToken("token-" + next++));
            }
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static Token makeToken(String label) throws IOException {
        Process process = new ProcessBuilder(
                        TOOL.toString(),
                        "--init-token",
                        "--free",
                        "--label",
                        label,
                        "--pin",
                        PIN,
                        "--so-pin",
                        "so-4711")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Matcher slot = SLOT.matcher(output.substring(output.indexOf("reassigned")));
        assertThat(slot.find()).as(output).isTrue();
        return new Token(label, Long.parseLong(slot.group(1)));
    }

    /** One token and what others do with it. */
    record Token(String label, long slot) {

        String[] properties() {
            String prefix = "vault.observability.health.kms.";
            return new String[] {
                prefix + "provider=pkcs11",
                prefix + "key-id=master",
                prefix + "pkcs11.library=" + LIBRARY,
                prefix + "pkcs11.slot=" + slot,
                prefix + "pkcs11.pin=" + PIN
            };
        }

        Pkcs11KmsProbe probe(String pin) {
            return new Pkcs11KmsProbe(new Pkcs11Token(LIBRARY.toString(), "slot = " + slot, pin), "master");
        }

        Token withKey() {
            addKey();
            logOut();
            return this;
        }

        void addKey() {
            addKey("");
        }

        /** Its attributes do not permit what it is for. */
        Token withUnfitKey() {
            addKey(" CKA_ENCRYPT=false CKA_DECRYPT=false");
            return this;
        }

        private void addKey(String attributes) {
            try {
                AuthProvider provider = provider(attributes);
                KeyStore keys = keys(provider);
                KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
                generator.init(256);
                keys.setEntry("master", new KeyStore.SecretKeyEntry(generator.generateKey()), null);
            } catch (IOException | GeneralSecurityException ex) {
                throw new IllegalStateException(ex);
            }
        }

        void deleteKey() {
            try {
                keys(provider()).deleteEntry("master");
            } catch (IOException | GeneralSecurityException ex) {
                throw new IllegalStateException(ex);
            }
        }

        /** The login is one for the whole process: this takes it from everybody. */
        void logOut() {
            try {
                provider().logout();
            } catch (GeneralSecurityException ex) {
                throw new IllegalStateException(ex);
            }
        }

        /** Where SoftHSM keeps it: the folders are named by chance, the label is in one of the files. */
        Path folder() throws IOException {
            try (Stream<Path> files = Files.walk(FOLDER)) {
                return files.filter(file -> file.endsWith("token.object"))
                        .filter(this::isMine)
                        .map(Path::getParent)
                        .findFirst()
                        .orElseThrow();
            }
        }

        private boolean isMine(Path file) {
            try {
                // Labels are filled up with spaces.
                return Files.readString(file, StandardCharsets.ISO_8859_1).contains(label + " ");
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }

        private KeyStore keys(AuthProvider provider) throws IOException, GeneralSecurityException {
            KeyStore keys = KeyStore.getInstance("PKCS11", provider);
            keys.load(null, PIN.toCharArray());
            return keys;
        }

        private AuthProvider provider() {
            return provider("");
        }

        private AuthProvider provider(String more) {
            String attributes =
                    "{ CKA_TOKEN=true CKA_PRIVATE=true CKA_SENSITIVE=true CKA_EXTRACTABLE=false%s }".formatted(more);
            return (AuthProvider) Security.getProvider("SunPKCS11")
                    .configure("--name = test\nlibrary = %s\nslot = %d\nattributes(generate,CKO_SECRET_KEY,*) = %s\n"
                            .formatted(LIBRARY, slot, attributes));
        }
    }
}
