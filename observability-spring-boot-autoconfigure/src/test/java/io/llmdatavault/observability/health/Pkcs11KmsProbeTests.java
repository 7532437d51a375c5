package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import javax.crypto.SecretKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A real token, and what happens to it while the application runs. */
class Pkcs11KmsProbeTests {

    @Test
    void keyOnATokenEncryptsAndDecrypts() throws Exception {
        ComponentHealth health = SoftHsm.token().withKey().probe(SoftHsm.PIN).probe();
        assertThat(health.message()).isEqualTo("The key encrypts and decrypts.");
        assertThat(health.state()).isEqualTo(HealthState.HEALTHY);
        assertThat(health.metadata()).isEmpty();
    }

    @Test
    void missingKeyIsFoundOnceItIsThere() throws Exception {
        SoftHsm.Token token = SoftHsm.token();
        Pkcs11KmsProbe probe = token.probe(SoftHsm.PIN);
        assertUnhealthy(probe.probe(), "The token has no such secret key.");
        token.addKey();
        assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
        token.deleteKey();
        assertUnhealthy(probe.probe(), "The token does not have the key any more.");
        assertUnhealthy(probe.probe(), "The token has no such secret key.");
        token.addKey();
        assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void lostLoginComesBackByItself() throws Exception {
        SoftHsm.Token token = SoftHsm.token().withKey();
        Pkcs11KmsProbe probe = token.probe(SoftHsm.PIN);
        assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
        token.logOut();
        ComponentHealth lost = probe.probe();
        assertThat(lost.state()).isEqualTo(HealthState.UNHEALTHY);
        assertThat(lost.cause()).isPresent();
        assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
    }

    @Test
    void wrongPinIsNotTriedAgain() throws Exception {
        SoftHsm.Token token = SoftHsm.token().withKey();
        Pkcs11KmsProbe probe = token.probe("1234-wrong");
        assertUnhealthy(probe.probe(), "The token does not accept the PIN. It is not tried again before a restart.");
        // From here on the process is logged in, and no PIN is asked for: an attempt would succeed.
        assertThat(token.probe(SoftHsm.PIN).probe().state()).isEqualTo(HealthState.HEALTHY);
        assertUnhealthy(probe.probe(), "The token does not accept the PIN. It is not tried again before a restart.");
    }

    @Test
    void slotWithoutATokenIsAState() throws Exception {
        SoftHsm.token();
        for (String slot : List.of("slot = 7", "slotListIndex = 99")) {
            Pkcs11Token token = new Pkcs11Token(SoftHsm.LIBRARY.toString(), slot, SoftHsm.PIN);
            assertUnhealthy(new Pkcs11KmsProbe(token, "master").probe(), "The token is not there.");
        }
    }

    @Test
    void tokenThatDisappearsIsUnhealthy() throws Exception {
        SoftHsm.Token token = SoftHsm.token().withKey();
        Pkcs11KmsProbe probe = token.probe(SoftHsm.PIN);
        assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
        delete(token);
        for (int i = 0; i < 3; i++) {
            ComponentHealth gone = probe.probe();
            assertThat(gone.state()).as(gone.message()).isEqualTo(HealthState.UNHEALTHY);
        }
    }

    @Test
    void neitherThreadsNorProvidersGrow() throws Exception {
        SoftHsm.Token token = SoftHsm.token().withKey();
        Pkcs11KmsProbe probe = token.probe(SoftHsm.PIN);
        List<String> providers = providers();
        for (int i = 0; i < 20; i++) {
            token.logOut();
            probe.probe();
            assertThat(probe.probe().state()).isEqualTo(HealthState.HEALTHY);
        }
        assertThat(providers()).isEqualTo(providers).doesNotContain("SunPKCS11-vault-health");
        assertThat(threads()).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void failuresLeaveNoThreadsBehind() throws Exception {
        AtomicInteger made = new AtomicInteger();
        SoftHsm.Token unfit = SoftHsm.token().withUnfitKey();
        SoftHsm.Token deleted = SoftHsm.token().withKey();
        List<Pkcs11KmsProbe> failing = List.of(
                new Pkcs11KmsProbe(token("slot = " + unfit.slot(), made, System::nanoTime), "master"),
                new Pkcs11KmsProbe(token("slot = " + deleted.slot(), made, System::nanoTime), "master"),
                new Pkcs11KmsProbe(new Pkcs11Token(SoftHsm.LIBRARY.toString(), "slot = 7", SoftHsm.PIN), "master"));
        assertUnhealthy(failing.get(0).probe(), "The key on the token cannot encrypt and decrypt.");
        assertThat(failing.get(1).probe().state()).isEqualTo(HealthState.HEALTHY);
        delete(deleted);
        failing.get(1).probe();
        List<String> threads = threads();
        for (int i = 0; i < 20; i++) {
            for (Pkcs11KmsProbe probe : failing) {
                assertThat(probe.probe().state()).isEqualTo(HealthState.UNHEALTHY);
            }
        }
        assertThat(threads()).isEqualTo(threads);
        assertThat(made).hasValue(2);
    }

    @Test
    void lostSessionsAreOpenedAnewNowAndThenAndNotForEver() throws Exception {
        SoftHsm.Token real = SoftHsm.token().withKey();
        AtomicInteger made = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        Pkcs11Token token = token("slot = " + real.slot(), made, now::get);
        List<Integer> minutes = new ArrayList<>();
        for (int minute = 0; minute <= 600; minute++) {
            now.set(Duration.ofMinutes(minute).toNanos());
            int before = made.get();
            assertThat(token.tryKey(Objects.requireNonNull(token.find("master")))
                            .state())
                    .isEqualTo(HealthState.HEALTHY);
            if (made.get() > before) {
                minutes.add(minute);
            }
            assertThat(token.reopen()).isEqualTo(made.get() <= Pkcs11Token.MAX_NEW_PROVIDERS);
        }
        assertThat(minutes).containsExactly(0, 1, 2, 4, 8, 16, 32, 64, 128);
    }

    @Test
    void endOfTheAttemptsIsSaid() throws Exception {
        AtomicInteger made = new AtomicInteger();
        AtomicLong now = new AtomicLong();
        SoftHsm.Token real = SoftHsm.token().withKey();
        Pkcs11Token lost = new Pkcs11Token(() -> provider("slot = " + real.slot(), made), SoftHsm.PIN, now::get) {
            @Override
            ComponentHealth tryKey(SecretKey key) {
                throw new ProviderException("planted", new GeneralSecurityException("CKR_SESSION_HANDLE_INVALID"));
            }
        };
        Pkcs11KmsProbe probe = new Pkcs11KmsProbe(lost, "master");
        for (int i = 0; i < Pkcs11Token.MAX_NEW_PROVIDERS; i++) {
            assertUnhealthy(probe.probe(), "The session with the token is lost.");
            now.addAndGet(Duration.ofHours(3).toNanos());
        }
        assertUnhealthy(
                probe.probe(),
                "The session with the token is lost. Sessions with it are opened anew only by a restart.");
        assertThat(made).hasValue(Pkcs11Token.MAX_NEW_PROVIDERS + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "CKR_SESSION_HANDLE_INVALID, true",
        "CKR_DEVICE_REMOVED, true",
        "CKR_USER_NOT_LOGGED_IN, false",
        "CKR_KEY_FUNCTION_NOT_PERMITTED, false",
        "CKR_DEVICE_ERROR, false",
        "No such algorithm: AES/GCM/NoPadding, false"
    })
    void onlyLostSessionsNeedANewProvider(String message, boolean lost) {
        assertThat(Pkcs11Failure.of(new GeneralSecurityException(message)).endsSessions())
                .isEqualTo(lost);
    }

    private static Pkcs11Token token(String slot, AtomicInteger made, LongSupplier nanoTime) {
        return new Pkcs11Token(() -> provider(slot, made), SoftHsm.PIN, nanoTime);
    }

    private static Provider provider(String slot, AtomicInteger made) {
        made.incrementAndGet();
        return Pkcs11Token.configure(SoftHsm.LIBRARY.toString(), slot);
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("PKCS11") || name.contains("pkcs11"))
                .sorted()
                .toList();
    }

    private static List<String> providers() {
        return Stream.of(Security.getProviders())
                .map(provider -> provider.getName())
                .toList();
    }

    private static void delete(SoftHsm.Token token) throws IOException {
        try (Stream<Path> objects = Files.walk(token.folder())) {
            objects.sorted(Comparator.reverseOrder()).forEach(Pkcs11KmsProbeTests::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void assertUnhealthy(ComponentHealth health, String message) {
        assertThat(health.message()).isEqualTo(message);
        assertThat(health.state()).isEqualTo(HealthState.UNHEALTHY);
    }
}
