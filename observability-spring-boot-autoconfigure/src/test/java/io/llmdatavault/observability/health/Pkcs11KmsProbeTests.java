package io.llmdatavault.observability.health;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

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
        try (Stream<Path> objects = Files.walk(token.folder())) {
            objects.sorted(Comparator.reverseOrder()).forEach(Pkcs11KmsProbeTests::delete);
        }
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
        assertThat(Thread.getAllStackTraces().keySet().stream()
                        .map(Thread::getName)
                        .filter(name -> name.contains("PKCS11") || name.contains("pkcs11")))
                .hasSizeLessThanOrEqualTo(1);
    }

    private static List<String> providers() {
        return Stream.of(Security.getProviders())
                .map(provider -> provider.getName())
                .toList();
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
